using AngleSharp.Html.Parser;
using Tipstaff.Alerts;
using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

/// <summary>HTML and text of an alert: that they say the same, and that nothing a court writes leaves its place.</summary>
public sealed class AlertMailPartsTests
{
    private static readonly Subscription AdasSubscription = Some.Subscription();

    private static readonly string[] Nasty =
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "</td></tr></table>", "<!--", "]]>", "</title><style>*{display:none}</style>",
        "\r\nBcc: eve@example.com\r\n\r\n", "\n\n", "\r", "\0", "\u0085", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "&lt;script&gt;", "&#x3c;", "&amp;", "{{", "@(1+1)", "\U0001f600", "\U000e0041",
        ((char)0xd800).ToString(), ((char)0xdfff).ToString(), "שלום", "株式会社", "e\u0301\u0301\u0301\u0301\u0301\u0301", "javascript:alert(1)", "=?utf-8?q?x?=", "word ", "Document", "12",
    ];

    [Fact]
    public async Task Parts_OfAnAlertWithEverything_SayTheSame()
    {
        var alert = Some.Alert(entries: [
            Some.Entry(sequence: "10", number: "57"),
            Some.Entry(sequence: "11", number: "58", labels: ["Order on Motion for Extension of Time to File Response/Reply", "Order on Motion to Seal Document"]),
            Some.Entry(sequence: "12", number: null, document: null, labels: ["Minute Entry for proceedings held before a judge: Status Conference"]),
            Some.Entry(sequence: "13", number: "59", timed: false)]);

        var (mail, facts) = (await ComposeAsync(alert), MailFacts.OfModel(AlertMailTests.Model(alert)));

        Assert.Contains("58|OrderonMotion", facts.Entries, StringComparison.Ordinal);
        Assert.Equal(facts, MailFacts.OfHtml(mail.Html));
        Assert.Equal(facts, MailFacts.OfText(mail.Text));
    }

    [Fact]
    public async Task Parts_OfAnAlertThatOneMailCannotHold_SayTheSame()
    {
        var alert = Some.Alert(entries: [.. Enumerable.Range(1, 1_000).Select(i => Some.Entry(sequence: $"{i}", number: $"{i}"))]);

        var (mail, facts) = (await ComposeAsync(alert), MailFacts.OfModel(AlertMailTests.Model(alert)));

        Assert.NotEqual("", facts.LeftOut);
        Assert.Equal(facts, MailFacts.OfHtml(mail.Html));
        Assert.Equal(facts, MailFacts.OfText(mail.Text));
    }

    [Fact]
    public async Task Parts_OfHostileEntries_StayInTheirPlaces()
    {
        var random = new Random(20260302);
        for (var run = 0; run < 300; run++)
        {
            var alert = Some.Alert(entries: [.. Enumerable.Range(1, random.Next(1, 4)).Select(i => Hostile(random, i))]) with { Coverage = Text(random) };

            var mail = await ComposeAsync(alert);

            AssertHtmlIsOurs(mail.Html);
            Assert.Equal(MailFacts.OfModel(AlertMailTests.Model(alert)), MailFacts.OfHtml(mail.Html));
            Assert.All(mail.Text.Split('\n'), line => Assert.True(line.Length <= TextLines.MaxColumns || line.TrimStart().StartsWith("http", StringComparison.Ordinal), line));
            Assert.All(mail.Text.Where(c => c != '\n'), c => Assert.False(char.IsControl(c) || c is '\u202e' or '\u2066' or '\u200b' or '\u2028' or '\ufeff'));
            Assert.All(mail.Headers.Select(header => header.Value).Append(mail.MessageId).Append(mail.References[0]), value => Assert.True(value.All(c => c is >= ' ' and <= '~'), value));
            Assert.False(mail.Subject.Any(char.IsControl) || mail.Subject.Contains('\u202e', StringComparison.Ordinal));
            Assert.InRange(mail.Subject.Length, 1, AlertSubject.MaxLength);
        }
    }

    [Fact]
    public async Task Html_ScriptInACaption_IsShownAsText()
    {
        var mail = await ComposeAsync(Some.Alert(entries: Some.Entry(caption: "<script>alert(1)</script>")));

        Assert.Equal("<script>alert(1)</script>", new HtmlParser().ParseDocument(mail.Html).QuerySelector("h1")!.TextContent);
        Assert.DoesNotContain("<script", mail.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Html_OfAnyMail_LoadsNothing()
    {
        var mail = await ComposeAsync(Some.Alert());

        var page = new HtmlParser().ParseDocument(mail.Html);
        Assert.Empty(page.QuerySelectorAll("[src], [srcset], [background], link, script, iframe, object, embed, form, base, meta[http-equiv]"));
        Assert.DoesNotMatch("url\\(|@import|@font-face", mail.Html);
    }

    [Fact]
    public async Task Html_OfAnyMail_SuitsPhonesDarkModeAndScreenReaders()
    {
        var mail = await ComposeAsync(Some.Alert());

        var page = new HtmlParser().ParseDocument(mail.Html);
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.NotNull(page.QuerySelector("meta[name=viewport]"));
        Assert.Equal("light dark", page.QuerySelector("meta[name=color-scheme]")?.GetAttribute("content"));
        Assert.Contains("@media (prefers-color-scheme: dark)", page.QuerySelector("style")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(mail.Subject, page.Title);
        Assert.Single(page.QuerySelectorAll("main h1"));
        Assert.Single(page.QuerySelectorAll("tbody th[scope=row]"));
    }

    private static Task<OutgoingMail> ComposeAsync(Alert alert) =>
        SomeComposer.Composer().ComposeAlertAsync(alert, AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

    private static DocketEntry Hostile(Random random, int sequence) => Some.Entry(sequence: $"{sequence}", timed: random.Next(2) == 0) with
    {
        Caption = Text(random),
        Number = Text(random),
        Labels = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Text(random))],
        DocumentLink = random.Next(2) == 0 ? Text(random) : "https://ecf.nysd.uscourts.gov/doc1/" + Text(random),
        DocketLink = random.Next(2) == 0 ? Text(random) : "https://ecf.nysd.uscourts.gov/" + Text(random),
    };

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Nasty[random.Next(Nasty.Length)])) + new string('x', random.Next(20) == 0 ? 10_000 : 0);

    private static void AssertHtmlIsOurs(string html)
    {
        string[] elements = ["html", "head", "meta", "title", "style", "body", "div", "main", "h1", "bdi", "p", "table", "thead", "tbody", "tr", "th", "td", "span", "a"];
        string[] attributes = ["lang", "dir", "charset", "name", "content", "class", "scope", "href"];
        var page = new HtmlParser().ParseDocument(html);
        Assert.All(page.All, element => Assert.Contains(element.LocalName, elements));
        Assert.All(page.All.SelectMany(element => element.Attributes), attribute => Assert.Contains(attribute.Name, attributes));
        Assert.All(
            page.QuerySelectorAll("a"),
            link => Assert.Matches("^https://(ecf\\.nysd\\.uscourts\\.gov|alerts\\.example\\.com)/", link.GetAttribute("href")!));
        Assert.Single(page.QuerySelectorAll("style"));
    }
}
