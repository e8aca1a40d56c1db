using Microsoft.Extensions.Configuration;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Run;
using Tipstaff.Smtp;

namespace Tipstaff.Tests.Local.Run;

public sealed class MailProvidersTests
{
    private static readonly SmtpOptions Server = new() { Host = "127.0.0.1" };

    [Fact]
    public void Of_NoSetting_IsTheFolderOrTheServerOfTheCommandLine()
    {
        Assert.Equal(["outbox"], Of(list: null).Names);
        Assert.Equal(["smtp"], Of(list: null, Server).Names);
    }

    [Fact]
    public void Of_AList_IsItsOrder()
    {
        var providers = Of(" smtp2, SMTP ,outbox,smtp10", Server);

        Assert.Equal(["smtp2", "smtp", "outbox", "smtp10"], providers.Names);
        Assert.Equal(["Smtp2", "Smtp", "Smtp10"], providers.SmtpSections);
        Assert.True(providers.HasOutbox);
        Assert.False(Of("smtp").HasOutbox);
    }

    [Theory]
    [InlineData("smtp,acs", "'acs'")]
    [InlineData("smtp1", "'smtp1'")]
    [InlineData("smtp02", "'smtp02'")]
    [InlineData("outbox,smtp,outbox", "names outbox 2 times")]
    public void Of_UnknownOrTwice_IsRefusedByName(string list, string names)
    {
        var refusal = Assert.Throws<CommandFailure>(() => Of(list));

        Assert.Contains(names, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Mail:Providers", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ServerOfTheCommandLineIsNotAmongThem_IsRefused() =>
        Assert.Contains("--smtp", Assert.Throws<CommandFailure>(() => Of("outbox", Server)).Message, StringComparison.Ordinal);

    private static MailProviders Of(string? list, SmtpOptions? smtp = null) => MailProviders.Of(
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Mail:Providers", list)]).Build(),
        new RunSettings { DataFolder = "", Smtp = smtp });
}
