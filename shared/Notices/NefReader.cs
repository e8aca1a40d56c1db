using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Notices;

/// <summary>Reads the e-mails in which CM/ECF tells of filings.</summary>
/// <remarks>
/// Source: Notices of Electronic Filing of district and bankruptcy courts, Notices of Docket Activity of the courts of appeals. It goes by
/// the labels (<c>Case Name:</c>, <c>Docket Text:</c>), which all of them share, and not by the markup, which mail programs change on the
/// way. It never throws, whatever the bytes.
/// </remarks>
public static class NefReader
{
    private const int MaxText = 65_536;

    // What looks like a notice and tells of no filing.
    private static readonly string[] Others =
    [
        "Notice of Electronic Claims Filing", "This is an announcement e-mail message", "Modified Dkt text from", "Modified Date Filed from",
        "Added Correct PDF to document",
    ];

    private static readonly string[] Headings = ["Notice of Electronic Filing", "Case Filing", "The following transaction was", "Notice of Docket Activity"];

    /// <summary>Reads a message, or the HTML of one.</summary>
    /// <param name="message">As it was sent or saved.</param>
    /// <param name="court">The court that sent it.</param>
    /// <returns>Null where it is no notice of a filing.</returns>
    public static Nef? Read(ReadOnlySpan<byte> message, CourtId court) => Read(MailParts.Of(message), court.Class);

    /// <summary>Reads a message that was taken apart.</summary>
    /// <param name="parts">Its parts.</param>
    /// <param name="courtClass">The class of its court: it decides what numbers and subjects look like, not where the parts stand.</param>
    /// <returns>Null where it is no notice of a filing.</returns>
    internal static Nef? Read(MailParts parts, CourtClass courtClass)
    {
        foreach (var text in parts.Texts)
        {
            if (Read(text, parts.HasImage, courtClass) is { } nef)
            {
                return nef;
            }
        }

        return null;
    }

    private static Nef? Read(MailText mail, bool hasImage, CourtClass courtClass)
    {
        var text = mail.IsHtml ? HtmlNef.Read(mail.Text) : PlainNef.Read(mail.Text);
        var outline = NefOutline.Of(text);
        var whole = text.Text.Replace('\n', ' ');
        var cases = outline.Cases().ToList();
        if (cases.Count == 0
            || Others.Any(other => whole.Contains(other, StringComparison.OrdinalIgnoreCase))
            || !(outline.HasDocketText || Headings.Any(heading => whole.Contains(heading, StringComparison.OrdinalIgnoreCase))))
        {
            return null;
        }

        var isAppellate = whole.Contains("Notice of Docket Activity", StringComparison.OrdinalIgnoreCase);
        var isAcms = isAppellate && IsAcms(text, outline);
        var reader = new CaseReader(text, courtClass, isAppellate, isAcms);
        var read = cases.ConvertAll(reader.Read);
        var (title, number) = TitleOf(mail.Subject, read, text, outline, courtClass, isAppellate, isAcms);
        var head = whole.AsSpan(0, Math.Min(outline.Begin, whole.Length));
        head = head[Math.Max(0, head.LastIndexOf("The following transaction", StringComparison.OrdinalIgnoreCase))..];
        return new Nef
        {
            IsAppellate = isAppellate,
            IsAcms = isAcms,
            HasAttachments = CountOf(whole, "Document description:") > 1,
            CarriesImage = hasImage,
            FiledOn = NefDate.FiledOn(head),
            Entered = NefDate.Entered(head),
            Title = title,
            Cases = number is null ? read : read.ConvertAll(one => one with { DocumentNumber = number }),
        };
    }

    private static (string? Title, string? Number) TitleOf(
        string subject, List<NefCase> cases, NefText text, NefOutline outline, CourtClass courtClass, bool isAppellate, bool isAcms)
    {
        if (subject.Length == 0)
        {
            return (null, null);
        }

        return isAcms ? NefTitle.OfAcms(subject, cases)
            : isAppellate ? (NefTitle.OfAppellate(subject, cases, outline.First(NefLabel.Description) is { } span ? text.Slice(span.Start, span.End) : null), null)
            : courtClass is CourtClass.Bankruptcy ? (NefTitle.OfBankruptcy(subject, cases), null)
            : (NefTitle.OfDistrict(subject, cases), null);
    }

    // The newer system has no table; where a mail program made one, or took one away, its links tell it.
    private static bool IsAcms(NefText text, NefOutline outline)
    {
        var links = text.Anchors.Select(anchor => NefLink.Read(anchor.Href)).OfType<NefLink>().ToList();
        return links.Exists(link => link.IsNewDocument || link.Host.Contains("showdoc", StringComparison.Ordinal))
            || (!outline.IsTable && !links.Exists(link => link.IsDocument || link.Host.StartsWith("ecf.", StringComparison.Ordinal)));
    }

    private static int CountOf(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private sealed class CaseReader(NefText text, CourtClass courtClass, bool isAppellate, bool isAcms)
    {
        // One text may be that of a thousand cases.
        private (NefSpan Span, string Text)? _shared;

        public NefCase Read(NefSections sections)
        {
            var numberText = sections.Number is { } span ? text.Slice(span.Start, span.End) : "";
            var caseLink = LinksIn(sections.Number) is [var first, ..] ? first : null;
            var links = LinksIn(isAcms ? sections.Linked ?? sections.Document : sections.Document);
            var document = links.Find(link => link.IsDocument) ?? links.Find(link => link.IsWeb);
            var value = sections.Document is { } row ? text.Slice(row.Start, row.End) : "";
            return new NefCase
            {
                Caption = Plain(text.Slice(sections.Name.Start, sections.Name.End)),
                NumberAsWritten = FirstWord(numberText),
                Number = DocketNumberParts.TryParse(numberText, courtClass, out var parts) ? parts : null,
                Text = sections.DocketText is { } body ? TextOf(body) : "",
                DocumentNumber = isAppellate ? null : LeadingDigits(value),
                DocumentLink = document?.AsWritten,
                DocumentId = isAcms || document?.DocumentDigits is not { } digits ? null : $"{digits[..3]}0{digits[4..]}",
                CaseId = isAcms ? null : document?.CaseId ?? caseLink?.CaseId ?? caseLink?.LoneCaseId,
                Sequence = isAppellate ? null : document?.Sequence,
                Magic = document?.Magic,
                Hosts = [.. new[] { caseLink, document }.OfType<NefLink>().Select(link => link.Host).Distinct()],
            };
        }

        private string TextOf(NefSpan span)
        {
            if (_shared?.Span != span)
            {
                _shared = (span, Plain(text.Slice(span.Start, Math.Min(span.End, span.Start + MaxText))));
            }

            return _shared.Value.Text;
        }

        private List<NefLink> LinksIn(NefSpan? span)
        {
            var part = span ?? default;
            List<NefLink> links = [.. text.AnchorsIn(part.Start, part.End).Select(anchor => NefLink.Read(anchor.Href)).OfType<NefLink>()];

            // Some pages have the addresses of their links written out and nothing behind them.
            return links.Count == 0 && PlainNef.FindLink(text.Text.AsSpan()[part.Start..part.End], out var length) is var at and >= 0
                && NefLink.Read(text.Text.Substring(part.Start + at, length)) is { } link
                ? [link]
                : links;
        }

        // Bold text as mail programs write it in plain text: *ORDER granting …*
        private static string Plain(string value) => value is ['*', .., '*'] && value.AsSpan(1, value.Length - 2).IndexOf('*') < 0 ? value[1..^1].Trim() : value.Trim('|', ' ');

        private static string FirstWord(string value) => value.IndexOfAny([' ', '<']) is var end and >= 0 ? value[..end] : value;

        private static string? LeadingDigits(string value)
        {
            var text = value.AsSpan().TrimStart("*|[ ");
            var end = text.IndexOfAnyExceptInRange('0', '9') is var stop and >= 0 ? stop : text.Length;
            return end == 0 ? null : text[..end].ToString();
        }
    }
}
