using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;

namespace Tipstaff.Notices;

/// <summary>Makes docket entries of a notice: what goes no further than the notice's recipient (keys of first looks, names, addresses) stays behind.</summary>
internal static class NoticeEntries
{
    // A clerk's clock and ours differ; a day ahead is a mistyped year.
    private static readonly TimeSpan FarthestAhead = TimeSpan.FromDays(1);

    // A court mails a notice as its entry is made; what its mail server and its clock may take.
    private static readonly TimeSpan LongestMailing = TimeSpan.FromMinutes(15);

    /// <summary>The entries, in the order of the notice; of those that share an identity the first.</summary>
    /// <param name="nef">The notice.</param>
    /// <param name="court">Its court.</param>
    /// <param name="sentAt">When the court's own mail server wrote the message, UTC; null where that is not known.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static IReadOnlyList<NoticeEntry> Of(Nef nef, Court court, DateTimeOffset? sentAt, DateTimeOffset now)
    {
        var enteredAt = EnteredAt(nef, court);
        enteredAt = enteredAt > now + FarthestAhead ? null : enteredAt;

        // Without a time of day it was entered at any time of the day of its filing, or later, and mailed then.
        var earliest = nef.FiledOn is { } day ? Instant(day.ToDateTime(TimeOnly.MinValue), court.TimeZone) : (DateTimeOffset?)null;
        earliest = earliest > now + FarthestAhead ? null : earliest;
        earliest = sentAt <= now && sentAt - LongestMailing > earliest ? sentAt - LongestMailing : earliest;
        return [.. nef.Cases.Select(one => Of(nef, one, court, enteredAt, earliest)).DistinctBy(one => one.Entry?.Identity.Value ?? $"~{one.Unreadable!.Text}")];
    }

    private static NoticeEntry Of(Nef nef, NefCase one, Court court, DateTimeOffset? enteredAt, DateTimeOffset? earliest)
    {
        if (one.Number is not { } number)
        {
            return Unreadable(nef, one, "no docket number");
        }

        if (enteredAt is null && earliest is null)
        {
            return Unreadable(nef, one, "no date of the filing, or one that lies ahead");
        }

        var isAppellate = court.Id.Class is CourtClass.Appellate;
        var caseId = isAppellate ? null : one.CaseId;
        var document = DocumentId.TryParse(one.DocumentId, out var id) ? id : null;
        var labels = LabelsOf(nef.Title);
        var identity = isAppellate || caseId is not null
            ? NoticeIdentity.Of(court.Id, number.Number, caseId, one.Sequence, document, enteredAt, labels)
            : null;
        if (identity is null)
        {
            return Unreadable(nef, one, "nothing that tells its entry from others of the docket");
        }

        var entry = new DocketEntry
        {
            Identity = identity,
            Court = court.Id,
            Docket = number.Number,
            DocketAsWritten = one.NumberAsWritten,
            Caption = one.Caption,
            CaseId = caseId,
            Sequence = isAppellate ? null : one.Sequence,
            Number = one.DocumentNumber,
            Document = document,
            DocumentLink = DocumentLink(one, court, document),
            DocketLink = DocketLink(one, court),
            EnteredAt = enteredAt,
            Labels = labels,
        };
        return new NoticeEntry(entry, enteredAt is null ? earliest : null, Unreadable: null);
    }

    // Order on Motion to Dismiss AND Order on Motion to Stay: a filing of several events, which a feed shows one by one.
    private static string[] LabelsOf(string? title) =>
        title is null ? []
        : title.Any(char.IsLower) ? [.. title.Split(" AND ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.Ordinal)]
        : [title];

    private static DateTimeOffset? EnteredAt(Nef nef, Court court) => nef.Entered switch
    {
        null => null,
        { Offset: { } offset } moment => new DateTimeOffset(moment.Clock, offset).ToUniversalTime(),
        var moment => Instant(moment.Clock, court.TimeZone),
    };

    private static DateTimeOffset Instant(DateTime clock, TimeZoneInfo zone) => new DateTimeOffset(clock, zone.GetUtcOffset(clock)).ToUniversalTime();

    // Put together anew: the link of the mail bears a key that is its recipient's alone.
    private static string? DocumentLink(NefCase one, Court court, DocumentId? document) =>
        document is null ? null
        : court.Id.Class is CourtClass.Appellate ? $"https://ecf.{court.Id}.uscourts.gov/docs1/{document}"
        : one is { CaseId: { } caseId, Sequence: { } sequence } ? $"https://ecf.{court.Id}.uscourts.gov/doc1/{document}?caseid={caseId}&de_seq_num={sequence}"
        : $"https://ecf.{court.Id}.uscourts.gov/doc1/{document}";

    private static string? DocketLink(NefCase one, Court court) =>
        one.CaseId is not { } caseId ? null
        : court.Id.Class is CourtClass.Appellate
            ? $"https://ecf.{court.Id}.uscourts.gov/n/beam/servlet/TransportRoom?servlet=DocketReportFilter.jsp&caseId={caseId}"
            : $"https://ecf.{court.Id}.uscourts.gov/cgi-bin/DktRpt.pl?{caseId}";

    // As the notice tells it, without its links and without whatever looks like an address.
    private static NoticeEntry Unreadable(Nef nef, NefCase one, string reason)
    {
        var words = $"{nef.Title}\nCase Name: {one.Caption}\nCase Number: {one.NumberAsWritten}\nDocument Number: {one.DocumentNumber}\nDocket Text: {one.Text}"
            .Split(' ').Select(word => word.Contains('@', StringComparison.Ordinal) || word.Contains("://", StringComparison.Ordinal) ? "[...]" : word);
        var text = string.Join(' ', words);
        return new NoticeEntry(
            Entry: null, Earliest: null, new UnreadableItem(text.Length > UnreadableItem.MaxTextLength ? text[..UnreadableItem.MaxTextLength] : text, $"a notice: {reason}"));
    }
}

/// <summary>One case of a notice as an entry, or why it is none.</summary>
/// <param name="Entry">The entry; null where it cannot be told from others.</param>
/// <param name="Earliest">The earliest moment at which an entry without a time can have been entered, UTC; null where it has a time.</param>
/// <param name="Unreadable">What is kept of it then, and why.</param>
internal sealed record NoticeEntry(DocketEntry? Entry, DateTimeOffset? Earliest, UnreadableItem? Unreadable);
