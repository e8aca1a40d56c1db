using System.Globalization;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>What the mail of a digest says: a section a docket. HTML and text are both written from it, and so say the same.</summary>
/// <remarks>All its text is clean (<see cref="CourtText"/>) but not encoded, and all its links are safe to show.</remarks>
public sealed record DigestMail
{
    /// <summary>How much one mail holds, by <see cref="WeightOf"/>: mail programs cut HTML off at 102 kB.</summary>
    public const int Capacity = 75_000;

    // Tags of a section, the court's name, and the sentence on what the section leaves out.
    private const int SectionWeight = 1_500;
    private const int DocketsNamed = 3;

    /// <summary>The subject line: <c>12 new entries on 3 dockets: nysd 1:18-cv-03365, … (daily digest)</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>What a mailbox shows beside the subject: the captions.</summary>
    public required string Preview { get; init; }

    /// <summary>What this is, in a line: <c>Daily digest, Mar 2, 2026, 8:00 AM EST</c>.</summary>
    public required string Title { get; init; }

    /// <summary>The dockets, by court and number; at least one.</summary>
    public required IReadOnlyList<DigestSection> Sections { get; init; }

    /// <summary>Where the reader sees and changes all subscriptions.</summary>
    public required Uri Manage { get; init; }

    /// <summary>Where the reader ends the subscriptions that come in digests.</summary>
    public required Uri Unsubscribe { get; init; }

    /// <summary>Where the reader reaches the operator.</summary>
    public required string Contact { get; init; }

    /// <summary>An upper bound of what an alert adds to a digest's HTML, in bytes.</summary>
    public static int WeightOf(Alert alert) => SectionWeight
        + AlertMailEntry.DigestBytes(alert.Entries)
        + EncodedLength.Of($"{alert.Court} {alert.Docket}")
        + EncodedLength.Of(AlertMail.CaptionOf(alert.Entries))
        + EncodedLength.Of(AlertMail.DocketLinkOf(alert.Entries)?.AbsoluteUri)
        + AlertMail.NotesOf(alert, CourtTime.Eastern).Sum(EncodedLength.Of);

    /// <summary>What is to be said.</summary>
    /// <param name="part">Which part of which digest.</param>
    /// <param name="alerts">Its alerts with their subscriptions; at least one.</param>
    /// <param name="toldBefore">The entries that the parts before it tell.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="manage">Where the reader sees and changes all subscriptions.</param>
    /// <param name="unsubscribe">Where the reader ends those that come in digests.</param>
    /// <param name="contact">Where the reader reaches the operator.</param>
    public static DigestMail Of(
        DigestPart part,
        IReadOnlyList<(Alert Alert, Subscription Owner)> alerts,
        IReadOnlyCollection<EntryIdentity> toldBefore,
        CourtDirectory courts,
        Uri manage,
        Uri unsubscribe,
        string contact)
    {
        // An entry that meets several subscriptions of one reader is told once.
        var told = new HashSet<EntryIdentity>(toldBefore);
        List<DigestSection> sections =
        [
            .. from one in alerts
               group one.Alert by (one.Alert.Court, one.Alert.Docket) into docket
               orderby docket.Key.Court.Value, docket.Key.Docket.Value
               let entries = docket.SelectMany(alert => alert.Entries).Where(entry => told.Add(entry.Identity)).ToList()
               where entries.Count > 0 || docket.Any(alert => alert.TellsOfMissed)
               select DigestSection.Of([.. docket], entries, courts[docket.Key.Court]),
        ];
        var zone = ZoneOf(alerts[0].Owner);
        var cadence = part.Slot.Cadence.ToString();
        var entryCount = sections.Sum(section => section.Count);
        var further = part.Number > 1 ? string.Create(CultureInfo.InvariantCulture, $", part {part.Number}") : "";
        var named = string.Join(", ", sections.Take(DocketsNamed).Select(section => section.Docket)) + (sections.Count > DocketsNamed ? ", …" : "");
        var news = entryCount > 0 ? Count(entryCount, "new entry", "new entries") : "What may be missing";
        return new DigestMail
        {
            Subject = $"{news} on {Count(sections.Count, "docket", "dockets")}: {named} ({cadence.ToLowerInvariant()} digest{further})",
            Preview = CourtText.Cut(string.Join("; ", sections.Select(section => section.Caption).Where(caption => caption is not "")), AlertSubject.MaxLength),
            Title = $"{cadence} digest, {CourtTime.Write(part.Slot.At, zone)}{further}",
            Sections = sections,
            Manage = manage,
            Unsubscribe = unsubscribe,
            Contact = contact,
        };
    }

    private static TimeZoneInfo ZoneOf(Subscription owner) =>
        TimeZoneInfo.TryFindSystemTimeZoneById((owner.DigestAt ?? DigestTime.Usual).TimeZone, out var zone) ? zone : CourtTime.Eastern;

    private static string Count(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}

/// <summary>What a digest says of one docket.</summary>
/// <param name="Docket">Court and number: <c>nysd 1:18-cv-03365</c>.</param>
/// <param name="CourtName">The court's full name.</param>
/// <param name="Caption">The caption; empty where the court gives none.</param>
/// <param name="DocketLink">Where the docket sheet is; null where the court gave no link that may be shown.</param>
/// <param name="Entries">The entries, as many as one mail can hold; none where a part before it tells them all, and only the notes are left.</param>
/// <param name="LeftOut">Which entries the mail cannot hold, in a sentence; null when it holds all.</param>
/// <param name="Notes">What the feed covers and what may have been missed, a sentence or two each.</param>
/// <param name="Count">How many entries there are, those left out with them.</param>
public sealed record DigestSection(
    string Docket, string CourtName, string Caption, Uri? DocketLink, IReadOnlyList<AlertMailEntry> Entries, string? LeftOut, IReadOnlyList<string> Notes, int Count)
{
    internal static DigestSection Of(IReadOnlyList<Alert> alerts, IReadOnlyList<DocketEntry> entries, Court court)
    {
        IReadOnlyList<DocketEntry> all = [.. alerts.SelectMany(alert => alert.Entries)];
        var (fitting, leftOut) = AlertMailEntry.FitInOneMail(entries, court.TimeZone, isDigest: true);
        return new DigestSection(
            $"{alerts[0].Court} {alerts[0].Docket}",
            court.Name,
            AlertMail.CaptionOf(all),
            AlertMail.DocketLinkOf(all),
            fitting,
            leftOut,
            [.. alerts.SelectMany(alert => AlertMail.NotesOf(alert, court.TimeZone)).Distinct(StringComparer.Ordinal)],
            entries.Count);
    }
}
