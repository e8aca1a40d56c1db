using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Mail;

namespace Tipstaff.Pages;

/// <summary>One docket entry, as the page of the courts shows it.</summary>
/// <param name="Court">The court's id.</param>
/// <param name="Docket">The docket number.</param>
/// <param name="DocketLink">The docket sheet; null where there is no link that may be shown.</param>
/// <param name="Caption">The caption; empty where the court gives none.</param>
/// <param name="Number">The entry number; null where the court gives none.</param>
/// <param name="Document">The document; null where there is none, or no link that may be shown.</param>
/// <param name="Labels">What it is.</param>
/// <param name="Entered">When it was entered; null where the court does not say.</param>
public sealed record EntryLine(
    string Court, string Docket, string? DocketLink, string Caption, string? Number, string? Document, string Labels, PageTime? Entered)
{
    private const int MaxCaption = 160;
    private const int MaxLabels = 200;
    private const int MaxNumber = 12;

    /// <summary>The line of an entry.</summary>
    public static EntryLine Of(DocketEntry entry, CourtDirectory courts, DateTimeOffset now)
    {
        var zone = courts.TryFind(entry.Court.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
        var number = CourtText.Clean(entry.Number, MaxNumber);
        var labels = CourtText.Clean(string.Join("; ", entry.Labels), MaxLabels);
        return new(
            entry.Court.Value,
            entry.Docket.Value,
            CourtLink.Of(entry.DocketLink)?.AbsoluteUri,
            CourtText.Clean(entry.Caption, MaxCaption),
            number is "" ? null : number,
            CourtLink.Of(entry.DocumentLink)?.AbsoluteUri,
            labels is "" ? "New entry" : labels,
            PageTime.Of(entry.EnteredAt, zone, now));
    }
}
