using Microsoft.Extensions.Configuration;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Run;
using Tipstaff.Mail;
using Tipstaff.Smtp;

namespace Tipstaff.Tests.Local.Run;

public sealed class MailProvidersTests
{
    private static readonly SmtpOptions Server = new() { Host = "127.0.0.1" };

    [Fact]
    public void Read_NoSetting_IsTheFolderOrTheServerOfTheCommandLine()
    {
        Assert.Equal(["outbox"], Read(list: null).All);
        Assert.Equal(["smtp"], Read(list: null, Server).All);
    }

    [Fact]
    public void Read_AList_IsItsOrder() => Assert.Equal(["smtp2", "smtp", "outbox"], Read(" smtp2, SMTP ,outbox", Server).All);

    [Theory]
    [InlineData("smtp,acs", "'acs'")]
    [InlineData("outbox,smtp,outbox", "names outbox 2 times")]
    public void Read_UnknownOrTwice_IsRefusedByName(string list, string names)
    {
        var refusal = Assert.Throws<CommandFailure>(() => Read(list));

        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Mail:Providers", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ServerOfTheCommandLineIsNotAmongThem_IsRefused() =>
        Assert.Contains("--smtp", Assert.Throws<CommandFailure>(() => Read("outbox", Server)).Message, StringComparison.Ordinal);

    private static ProviderNames Read(string? list, SmtpOptions? smtp = null) => MailProviders.Read(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Mail:Providers", list)]).Build(),
        new RunSettings { DataFolder = "", Smtp = smtp });
}
