using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>What the mail of one alert says. HTML and text are both written from it, and so say the same.</summary>
/// <remarks>All its text is clean (<see cref="CourtText"/>) but not encoded, and all its links are safe to show.</remarks>
public sealed record AlertMail
{
    private const int MaxCaptionLength = 300;
    private const int MaxCoverageLength = 500;

    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>What a mailbox shows beside the subject: number and time of the first entry, and the court.</summary>
    public required string Preview { get; init; }

    /// <summary>The court's full name.</summary>
    public required string CourtName { get; init; }

    /// <summary>Court and docket number, as the subject names them: <c>nysd 1:18-cv-03365</c>.</summary>
    public required string Docket { get; init; }

    /// <summary>The caption; empty where the court gives none.</summary>
    public required string Caption { get; init; }

    /// <summary>Where the docket sheet is; null where the court gave no link that may be shown.</summary>
    public required Uri? DocketLink { get; init; }

    /// <summary>The entries, in the order of the alert, as many as one mail can hold; at least one.</summary>
    public required IReadOnlyList<AlertMailEntry> Entries { get; init; }

    /// <summary>Which entries the mail cannot hold, in a sentence; null when it holds all.</summary>
    public required string? LeftOut { get; init; }

    /// <summary>What a reader should know of what is told and what cannot be, a sentence or two each: what the feed covers first.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Where the reader sees and changes all subscriptions.</summary>
    public required Uri Manage { get; init; }

    /// <summary>Where the reader ends this one.</summary>
    public required Uri Unsubscribe { get; init; }

    /// <summary>What the reader asked for, in a sentence.</summary>
    public required string Asked { get; init; }

    /// <summary>What the link to unsubscribe ends, in words.</summary>
    public required string UnsubscribeFrom { get; init; }

    /// <summary>Where the reader reaches the operator.</summary>
    public required string Contact { get; init; }

    /// <summary>What is to be said of an alert.</summary>
    /// <param name="alert">The alert; at least one entry.</param>
    /// <param name="owner">Its subscription.</param>
    /// <param name="court">Its court.</param>
    /// <param name="manage">Where the reader sees and changes all subscriptions.</param>
    /// <param name="unsubscribe">Where the reader ends this one.</param>
    /// <param name="contact">Where the reader reaches the operator.</param>
    public static AlertMail Of(Alert alert, Subscription owner, Court court, Uri manage, Uri unsubscribe, string contact)
    {
        var (entries, leftOut) = AlertMailEntry.FitInOneMail(alert.Entries, court.TimeZone);
        var caption = CaptionOf(alert.Entries);
        var first = entries[0];
        return new AlertMail
        {
            Subject = AlertSubject.Write(alert.Court, alert.Docket, caption, AlertMailEntry.LabelsOf(alert.Entries[0])[0], alert.Entries.Count - 1),
            Preview = $"{(first.Number is null ? "" : $"No. {first.Number}, ")}{first.Entered}, {court.Name}",
            CourtName = court.Name,
            Docket = $"{alert.Court} {alert.Docket}",
            Caption = caption,
            DocketLink = DocketLinkOf(alert.Entries),
            Entries = entries,
            LeftOut = leftOut,
            Notes = NotesOf(alert, court.TimeZone),
            Asked = AskedFor(owner),
            UnsubscribeFrom = owner.Kind is SubscriptionKind.Case ? "Unsubscribe from this docket" : "Unsubscribe from this news",
            Manage = manage,
            Unsubscribe = unsubscribe,
            Contact = contact,
        };
    }

    internal static string CaptionOf(IReadOnlyList<DocketEntry> entries) =>
        entries.Select(entry => CourtText.Clean(entry.Caption, MaxCaptionLength)).FirstOrDefault(text => text is not "") ?? "";

    internal static Uri? DocketLinkOf(IReadOnlyList<DocketEntry> entries) =>
        entries.Select(entry => CourtLink.Of(entry.DocketLink)).FirstOrDefault(link => link is not null);

    internal static IReadOnlyList<string> NotesOf(Alert alert, TimeZoneInfo zone) =>
        [.. new[] { Coverage(alert.Coverage), MissedNotes.OfGaps(alert.Gaps, zone), MissedNotes.OfQuiet(alert.Quiet) }.OfType<string>()];

    private static string AskedFor(Subscription owner) => owner.Kind switch
    {
        SubscriptionKind.Case => "You asked Tipstaff to follow this docket.",
        SubscriptionKind.Court => "You asked Tipstaff to follow every docket of this court.",
        _ => $"You asked Tipstaff to look for {owner.Query} in {(owner.Court is null ? "every court" : "this court")}.",
    };

    private static string Coverage(string? coverage) =>
        Types(coverage) switch
        {
            "" => "This court's feed does not say what it covers. What it leaves out does not appear here.",
            var all when all.Equals("all", StringComparison.OrdinalIgnoreCase) => "This court's feed covers all event types.",
            var some => $"This court's feed covers only: {some}. Other entries do not appear in it, so they do not appear here.",
        };

    // Many courts write their list without a blank, which no mail program can wrap.
    private static string Types(string? coverage)
    {
        var types = CourtText.Clean(coverage, MaxCoverageLength).TrimEnd('.')
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return CourtText.Cut(string.Join(", ", types), MaxCoverageLength);
    }
}
