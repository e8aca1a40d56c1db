using System.Globalization;
using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>The identity of entries that a notice of electronic filing tells of, and under which of them a feed's entry may be known already.</summary>
/// <remarks>
/// A notice names the sequence number in the link of its document, and then the identity is that of the feed. Where it has no link
/// (text-only entries, of which feeds tell no number), or the feed no sequence number (the courts of appeals), it is recorded under what
/// both of them tell: the document on appeal; the minute and the title. Two text-only entries of one case, title and minute are one.
/// </remarks>
public static class NoticeIdentity
{
    // A notice tells the minute, a feed the second, maybe of another step of the same transaction.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <summary>The identity of an entry of a notice; null where nothing tells it from others.</summary>
    /// <param name="court">The court.</param>
    /// <param name="docket">The docket.</param>
    /// <param name="caseId">PACER's id of the case; null on appeal.</param>
    /// <param name="sequence">The sequence number in the case; null where no link tells it.</param>
    /// <param name="document">Its document; null for none.</param>
    /// <param name="enteredAt">When it was entered, UTC, to the minute; null where it is not known.</param>
    /// <param name="labels">What it is; empty where that is not known.</param>
    public static EntryIdentity? Of(
        CourtId court, DocketNumber docket, string? caseId, string? sequence, DocumentId? document, DateTimeOffset? enteredAt, IReadOnlyList<string> labels)
    {
        var key = caseId ?? docket.Value;
        return caseId is not null && sequence is not null ? EntryIdentity.OfSequence(court, caseId, sequence)
            : caseId is null && document is not null ? OfDocument(court, key, document)
            : enteredAt is { } at && labels is [var label, ..] ? OfMinute(court, key, label, at)
            : null;
    }

    /// <summary>The identities, besides its own, under which a notice may have recorded an entry of a feed.</summary>
    public static IEnumerable<EntryIdentity> OthersOf(DocketEntry shown)
    {
        var key = shown.CaseId ?? shown.Docket.Value;
        List<EntryIdentity> others = [];
        if (shown is { CaseId: { } caseId, Sequence: { } sequence })
        {
            others.Add(EntryIdentity.OfSequence(shown.Court, caseId, sequence));
        }

        if (shown is { CaseId: null, Document: { } document })
        {
            others.Add(OfDocument(shown.Court, key, document));
        }

        // One with a document is told by it.
        if (shown is { Document: null, EnteredAt: { } at })
        {
            DateTimeOffset[] moments = [at, at - Slack, at + Slack];
            others.AddRange(moments.SelectMany(moment => shown.Labels.Select(label => OfMinute(shown.Court, key, label, moment))));
        }

        return others.Distinct().Where(other => other != shown.Identity);
    }

    /// <summary>Whether a known entry and one of a notice are the same, as far as what both of them tell goes.</summary>
    /// <param name="known">An entry of the same docket.</param>
    /// <param name="told">The notice's.</param>
    public static bool IsSame(DocketEntry known, DocketEntry told)
    {
        if (known.CaseId is not null && told.CaseId is not null && known.CaseId != told.CaseId)
        {
            return false;
        }

        if (known.CaseId is not null && known.Sequence is not null && told.Sequence is not null)
        {
            return known.Sequence == told.Sequence;
        }

        return known.Document is not null || told.Document is not null
            ? known.Document == told.Document
            : (known.EnteredAt - told.EnteredAt)?.Duration() <= Slack + Slack && known.Labels.Select(Folded).Intersect(told.Labels.Select(Folded), StringComparer.Ordinal).Any();
    }

    private static EntryIdentity OfDocument(CourtId court, string key, DocumentId document) => EntryIdentity.OfNotice(court, key, $"d{document.Value}");

    private static EntryIdentity OfMinute(CourtId court, string key, string title, DateTimeOffset at) =>
        EntryIdentity.OfNotice(court, key, $"t{at.UtcDateTime.ToString("yyyyMMddHHmm", CultureInfo.InvariantCulture)}~{ContentKey.Of(Folded(title))}");

    private static string Folded(string title) => string.Concat(title.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
