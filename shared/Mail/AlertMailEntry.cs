using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Mail;

/// <summary>What a mail says of one entry.</summary>
/// <param name="Number">The court's entry number; null where it gives none.</param>
/// <param name="Labels">What it is, several joined by semicolons; never empty.</param>
/// <param name="Entered">When the clerk entered it, by the court's clock, or that no time is given.</param>
/// <param name="Document">Its document; null where there is none, or no link that may be shown.</param>
public sealed record AlertMailEntry(string? Number, string Labels, string Entered, Uri? Document)
{
    // Mail programs cut HTML off at 102 kB; frame, notes and links of the mail need less than the difference.
    private const int MaxBytes = 75_000;
    private const int RowBytes = 130;
    private const int MaxNumberLength = 12;

    // Tried in turn, in characters a label and an entry, until all entries fit.
    private static readonly int[] LabelLimits = [400, 150, 60];

    // Where digests begin in these.
    private const int DigestLimit = 1;

    /// <summary>The labels of an entry as they are; <c>New entry</c> where the court gives none.</summary>
    internal static IReadOnlyList<string> LabelsOf(DocketEntry entry)
    {
        var labels = entry.Labels.Select(label => CourtText.Clean(label, LabelLimits[0])).Where(label => label is not "").ToList();
        return labels is [] ? ["New entry"] : labels;
    }

    /// <summary>As many of the entries as one mail can hold, with labels shortened if that lets it hold all.</summary>
    /// <param name="entries">The entries of an alert; at least one.</param>
    /// <param name="zone">The court's zone.</param>
    /// <param name="isDigest">Whether others share the mail: labels are shorter from the first.</param>
    /// <returns>The entries, and a sentence on those that do not fit; null when all do.</returns>
    internal static (IReadOnlyList<AlertMailEntry> Entries, string? LeftOut) FitInOneMail(IReadOnlyList<DocketEntry> entries, TimeZoneInfo zone, bool isDigest = false)
    {
        List<AlertMailEntry> fitting = [];
        foreach (var limit in isDigest ? LabelLimits.AsSpan(DigestLimit) : LabelLimits)
        {
            fitting.Clear();
            var bytes = 0;
            foreach (var entry in entries)
            {
                var told = Of(entry, zone, limit);
                bytes += told.HtmlBytes;
                if (bytes > MaxBytes && fitting is not [])
                {
                    break;
                }

                fitting.Add(told);
            }

            if (fitting.Count == entries.Count)
            {
                return (fitting, null);
            }
        }

        return (fitting, EntryNumbers.TooManyForOneMail([.. entries.Skip(fitting.Count).Select(NumberOf)]));
    }

    /// <summary>An upper bound of what entries add to the HTML of a digest, in bytes.</summary>
    internal static int DigestBytes(IReadOnlyList<DocketEntry> entries) => entries.Sum(entry => Of(entry, CourtTime.Eastern, LabelLimits[DigestLimit]).HtmlBytes);

    // An upper bound of what the entry adds to the HTML; whoever changes the row must see that it stays one.
    private int HtmlBytes => RowBytes + EncodedLength.Of(Labels) + EncodedLength.Of(Number) + Entered.Length + EncodedLength.Of(Document?.AbsoluteUri);

    private static AlertMailEntry Of(DocketEntry entry, TimeZoneInfo zone, int labelLimit) => new(
        NumberOf(entry),
        CourtText.Cut(string.Join("; ", LabelsOf(entry)), labelLimit),
        entry.EnteredAt is { } moment ? CourtTime.Write(moment, zone) : "time not given",
        CourtLink.Of(entry.DocumentLink));

    private static string? NumberOf(DocketEntry entry) =>
        CourtText.Clean(entry.Number, MaxNumberLength) is { Length: > 0 } number ? number : null;
}
