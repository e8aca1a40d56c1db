using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>The entries of one step, made ready to be matched with many subscriptions.</summary>
internal sealed class MatchCandidates
{
    private readonly UntimedEntries _untimed;
    private readonly Dictionary<EntryIdentity, FoldedText> _texts = [];
    private readonly ILookup<DocketNumber, DocketEntry> _byDocket;
    private readonly IReadOnlyList<DocketEntry> _all;
    private readonly Dictionary<EntryIdentity, DocketEntry> _before;

    public MatchCandidates(IReadOnlyList<DocketEntry> added, IReadOnlyList<RelabelledEntry> relabelled, UntimedEntries untimed)
    {
        _untimed = untimed;
        _all = [.. added, .. relabelled.Select(one => one.Entry)];
        _byDocket = _all.ToLookup(entry => entry.Docket);
        _before = relabelled.ToDictionary(one => one.Entry.Identity, one => one.Entry with { Labels = [.. one.LabelsBefore] });
    }

    /// <summary>The entries that the subscription covers, and did not cover before.</summary>
    public IEnumerable<DocketEntry> Of(Subscription subscription) =>
        (subscription.Docket is { } docket ? _byDocket[docket] : _all).Where(entry => IsNew(subscription, entry));

    // Labels that came later make news only for who asked for them: for all others the entry was news before.
    private bool IsNew(Subscription subscription, DocketEntry entry) =>
        _before.TryGetValue(entry.Identity, out var before)
            ? (subscription.Filter is not null || subscription.Query is not null)
                && !(entry.EnteredAt < subscription.FilteredAt)
                && subscription.Covers(entry, notBefore: null)
                && !subscription.Covers(before, notBefore: null)
            : subscription.Covers(entry, _untimed.Earliest(entry.Identity), subscription.Query is null ? null : TextOf(entry));

    private FoldedText TextOf(DocketEntry entry)
    {
        if (!_texts.TryGetValue(entry.Identity, out var text))
        {
            text = FoldedText.Of(entry);
            _texts[entry.Identity] = text;
        }

        return text;
    }
}
