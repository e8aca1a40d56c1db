using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Shared.Mail;

/// <summary>What an alert's mail tells its reader, found again in one of its parts; without white space, as text breaks its lines.</summary>
internal sealed partial record MailFacts(
    string Heading, string Entries, string LeftOut, string DocketLink, string Notes, string Manage, string Unsubscribe, string Contact)
{
    [GeneratedRegex(@"^(?:(?<number>\S{1,12})\.|(?<none>\(no number\))) (?<labels>.*) (?<entered>[A-Z][a-z]{2} \d\d?, \d{4}, \d\d?:\d\d [AP]M [A-Za-z]{3,4}|time not given)(?: Document: (?<link>\S+))?$")]
    private static partial Regex Entry { get; }

    public static MailFacts OfHtml(string html)
    {
        var page = new HtmlParser().ParseDocument(html);
        return new MailFacts(
            Heading: Squeezed(page.QuerySelector("h1")?.TextContent + string.Concat(page.QuerySelectorAll(".place").Select(place => place.TextContent))),
            Entries: string.Join('\n', page.QuerySelectorAll("tbody tr").Select(EntryOf)),
            LeftOut: Squeezed(page.QuerySelector(".left-out")?.TextContent),
            DocketLink: Href(page, "a.docket"),
            Notes: Squeezed(string.Concat(page.QuerySelectorAll(".note").Select(note => note.TextContent))),
            Manage: Href(page, "a.manage"),
            Unsubscribe: Href(page, "a.unsubscribe"),
            Contact: Squeezed(page.QuerySelector(".foot p:last-child")?.TextContent));

        static string EntryOf(IElement row) =>
            Squeezed(string.Join('|',
                row.QuerySelector("th")!.TextContent is "no number" ? "" : row.QuerySelector("th")!.TextContent,
                row.QuerySelector("td bdi")!.TextContent,
                row.QuerySelector("td div")!.FirstChild!.TextContent.Replace("·", "", StringComparison.Ordinal),
                row.QuerySelector("td a")?.GetAttribute("href")));
    }

    public static MailFacts OfText(string text)
    {
        var blocks = text.TrimEnd('\n').Split("\n\n").Select(block => Regex.Replace(block, @"\n\s*", " ")).ToList();
        var sheet = blocks.FindIndex(block => block.StartsWith("Docket sheet: ", StringComparison.Ordinal));
        var leftOut = blocks.FindIndex(block => block.StartsWith("Another ", StringComparison.Ordinal));
        var entriesEnd = blocks.FindLastIndex(block => Entry.IsMatch(block)) + 1;
        var foot = Regex.Match(blocks[^1], "^You asked Tipstaff to follow this docket. Manage your subscriptions: (?<manage>\\S+) Unsubscribe from this docket: (?<end>\\S+) (?<contact>.*)$");
        return new MailFacts(
            Heading: Squeezed(blocks[0]),
            Entries: string.Join('\n', blocks[1..entriesEnd].Select(EntryOf)),
            LeftOut: leftOut < 0 ? "" : Squeezed(blocks[leftOut]),
            DocketLink: sheet < 0 ? "" : blocks[sheet]["Docket sheet: ".Length..],
            Notes: Squeezed(string.Concat(blocks[(Math.Max(Math.Max(sheet, leftOut), entriesEnd - 1) + 1)..^1])),
            Manage: foot.Groups["manage"].Value,
            Unsubscribe: foot.Groups["end"].Value,
            Contact: Squeezed(foot.Groups["contact"].Value));

        static string EntryOf(string block)
        {
            var entry = Entry.Match(block);
            return Squeezed(string.Join('|', entry.Groups["number"], entry.Groups["labels"], entry.Groups["entered"], entry.Groups["link"]));
        }
    }

    public static MailFacts OfModel(AlertMail mail) => new(
        Heading: Squeezed(mail.Caption + mail.Docket + mail.CourtName),
        Entries: string.Join('\n', mail.Entries.Select(entry => Squeezed(string.Join('|', entry.Number, entry.Labels, entry.Entered, entry.Document?.AbsoluteUri)))),
        LeftOut: Squeezed(mail.LeftOut),
        DocketLink: mail.DocketLink?.AbsoluteUri ?? "",
        Notes: Squeezed(string.Concat(mail.Notes)),
        Manage: mail.Manage.AbsoluteUri,
        Unsubscribe: mail.Unsubscribe.AbsoluteUri,
        Contact: Squeezed("Questions: " + mail.Contact));

    private static string Squeezed(string? text) => Regex.Replace(text ?? "", @"\s+", "");

    private static string Href(IParentNode page, string selector) => page.QuerySelector(selector)?.GetAttribute("href") ?? "";
}
