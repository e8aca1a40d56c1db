using Microsoft.Extensions.Configuration;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class ProviderNamesTests
{
    [Fact]
    public void Read_AList_IsItsOrderInLowerCase()
    {
        var names = ProviderNames.Read(Settings(" smtp2, SMTP ,acs,smtp10"), "outbox");

        Assert.Equal(["smtp2", "smtp", "acs", "smtp10"], names.All);
        Assert.Equal(["Smtp2", "Smtp", "Smtp10"], names.SmtpSections);
        Assert.True(names.Has("acs"));
        Assert.False(names.Has("outbox"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" , ")]
    public void Read_NothingNamed_IsWhatTheHeadHas(string? list) => Assert.Equal(["acs", "smtp"], ProviderNames.Read(Settings(list), "acs", "smtp").All);

    [Theory]
    [InlineData("acs,smtp")]
    [InlineData("smtp99,acs,smtp2")]
    [InlineData(null)]
    public void Faults_EachKnown_AreNone(string? list) => Assert.Empty(ProviderNames.Faults(Settings(list), "acs"));

    [Theory]
    [InlineData("smtp,outbox", "'outbox' in Mail:Providers is no mail provider here: write acs, smtp, or smtp2 and so on for further servers.")]
    [InlineData("smtp1", "'smtp1' in Mail:Providers")]
    [InlineData("smtp02", "'smtp02' in Mail:Providers")]
    [InlineData("acs,smtp,ACS", "names acs 2 times: give Mail:Providers each provider once.")]
    public void Faults_UnknownOrTwice_AreSentencesThatNameIt(string list, string sentence) =>
        Assert.Contains(sentence, Assert.Single(ProviderNames.Faults(Settings(list), "acs")), StringComparison.Ordinal);

    [Theory]
    [InlineData("acs, SMTP", null)]
    [InlineData("acs,asc", "'asc' in Canary:ReportedBy is no mail provider here: write acs, smtp, or smtp2 and so on for further servers.")]
    public void Faults_OfTheProvidersThatReport_AreSentencesToo(string list, string? sentence) =>
        Assert.Equal(sentence is null ? [] : [sentence], ProviderNames.Faults(Settings("smtp", reportedBy: list), "acs"));

    private static IConfiguration Settings(string? list, string? reportedBy = null) => new ConfigurationBuilder()
        .AddInMemoryCollection([KeyValuePair.Create("Mail:Providers", list), KeyValuePair.Create("Canary:ReportedBy", reportedBy)]).Build();
}
