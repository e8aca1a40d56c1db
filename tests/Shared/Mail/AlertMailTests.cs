using System.Text;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class AlertMailTests
{
    private const int MaxHtmlBytes = 100_000;

    private static readonly Subscription AdasSubscription = Some.Subscription();

    [Theory]
    [InlineData("all", "This court's feed covers all event types.")]
    [InlineData("All", "This court's feed covers all event types.")]
    [InlineData("orders, opinions", "This court's feed covers only: orders, opinions. Other entries do not appear in it, so they do not appear here.")]
    [InlineData("appeal,claims,,motion,", "This court's feed covers only: appeal, claims, motion. Other entries do not appear in it, so they do not appear here.")]
    [InlineData("all,", "This court's feed covers all event types.")]
    [InlineData(",", "This court's feed does not say what it covers. What it leaves out does not appear here.")]
    [InlineData("orders,\r\n<b>opinions</b>.", "This court's feed covers only: orders, <b>opinions</b>. Other entries do not appear in it, so they do not appear here.")]
    [InlineData(null, "This court's feed does not say what it covers. What it leaves out does not appear here.")]
    [InlineData(" ", "This court's feed does not say what it covers. What it leaves out does not appear here.")]
    public void Of_Coverage_IsSaidFirstOfTheNotes(string? coverage, string sentence) =>
        Assert.Equal(sentence, Model(Some.Alert() with { Coverage = coverage }).Notes[0]);

    [Fact]
    public void Of_EntryWithNothing_SaysSo()
    {
        var entry = Some.Entry(number: null, document: null, timed: false, caption: "") with { Labels = [], DocketLink = null };

        var mail = Model(Some.Alert(entries: entry));

        Assert.Equal(new AlertMailEntry(null, "New entry", "time not given", null), Assert.Single(mail.Entries));
        Assert.Equal("[nysd 1:26-cv-01234] New entry", mail.Subject);
        Assert.Null(mail.DocketLink);
    }

    [Fact]
    public void Of_SeveralLabels_AreJoinedAndTheFirstIsInTheSubject()
    {
        var mail = Model(Some.Alert(entries: [Some.Entry(labels: ["Motion to Compel", "\u200b", "Motion to Stay"]), Some.Entry(sequence: "11")]));

        Assert.Equal("Motion to Compel; Motion to Stay", mail.Entries[0].Labels);
        Assert.Equal("[nysd 1:26-cv-01234] Doe v. Roe: Motion to Compel (+1)", mail.Subject);
    }

    [Fact]
    public void Of_LinksToOtherPlaces_AreLeftOut()
    {
        var entry = Some.Entry() with { DocumentLink = "javascript:alert(1)", DocketLink = "https://example.com/" };

        var mail = Model(Some.Alert(entries: [entry, Some.Entry(sequence: "11")]));

        Assert.Null(mail.Entries[0].Document);
        Assert.Equal("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345", mail.DocketLink?.AbsoluteUri);
    }

    [Fact]
    public async Task Of_150EntriesWithLongLabels_AllFitInOneMail()
    {
        var alert = Some.Alert(entries: [.. Enumerable.Range(1, 150).Select(i => Some.Entry(sequence: $"{i}", number: $"{i}", labels: string.Join(' ', Enumerable.Repeat("Motion's", 1_300))))]);

        var mail = await SomeComposer.Composer().ComposeAlertAsync(alert, AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.Equal(150, Model(alert).Entries.Count);
        Assert.Null(Model(alert).LeftOut);
        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html), 40_000, MaxHtmlBytes);
    }

    [Fact]
    public async Task Of_MoreEntriesThanOneMailHolds_NamesTheOthers()
    {
        var alert = Some.Alert(entries: [.. Enumerable.Range(1, 5_000).Select(i => Some.Entry(sequence: $"{i}", number: $"{i}"))]);

        var mail = await SomeComposer.Composer().ComposeAlertAsync(alert, AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        var told = Model(alert).Entries.Count;
        Assert.InRange(told, 200, 4_999);
        Assert.Equal($"Another {5_000 - told} entries are too many for one e-mail: numbers {told + 1}-5000. They are on the docket sheet.", Model(alert).LeftOut);
        Assert.Contains("(+4999)", mail.Subject, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html), 40_000, MaxHtmlBytes);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("株")]
    [InlineData("\U0001f600")]
    public async Task Of_AllAsDearToEncodeAsCanBe_StaysUnderTheLimit(string dear)
    {
        var much = string.Concat(Enumerable.Repeat(dear, 600));
        var link = "https://ecf.nysd.uscourts.gov/" + new string('&', 450);
        var entries = Enumerable.Range(1, 1_000).Select(i => Some.Entry(sequence: $"{i}", number: $"{i * 2}{much}", caption: much, labels: [much, much]) with { DocumentLink = link, DocketLink = link });

        var mail = await SomeComposer.Composer().ComposeAlertAsync(
            Some.Alert(entries: [.. entries]) with { Coverage = much }, AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Html), 40_000, MaxHtmlBytes);
        Assert.InRange(Encoding.UTF8.GetByteCount(mail.Text), 1_000, MaxHtmlBytes);
    }

    internal static AlertMail Model(Alert alert)
    {
        var links = SomeComposer.Links();
        return AlertMail.Of(
            alert, AdasSubscription, CourtDirectory.Default[alert.Court], links.Manage(alert.Subscriber, alert.CreatedAt), links.Unsubscribe(alert.Subscription, alert.CreatedAt), SomeComposer.Contact);
    }
}
