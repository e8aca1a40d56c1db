using Tipstaff.Alerts;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Checks;

/// <summary>Finds who is told of what is new in a court.</summary>
internal sealed class NewsMatcher(IDockets dockets, ISubscriptions subscriptions, TimeProvider time)
{
    /// <summary>The alerts that new entries cause, and the subscriptions that were looked at.</summary>
    /// <param name="court">The court's state: which court it is, and what its feed covers.</param>
    /// <param name="added">The entries that were not known.</param>
    /// <param name="revised">The known ones that got a label more.</param>
    /// <param name="untimed">How old those added can be that have no time.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<(Matches Matches, IReadOnlyList<Subscription> Followers)> MatchAsync(
        CourtState court,
        IReadOnlyList<DocketEntry> added,
        IReadOnlyList<RelabelledEntry> revised,
        UntimedEntries untimed,
        CancellationToken cancellationToken)
    {
        List<DocketEntry> shown = [.. added, .. revised.Select(one => one.Entry)];
        if (shown.Count == 0)
        {
            return (new Matches([], []), []);
        }

        var followers = await subscriptions.FollowersAsync(court.Court, [.. shown.Select(entry => entry.Docket).Distinct()], cancellationToken);
        var followed = followers.Select(follower => follower.Docket).OfType<DocketNumber>().ToHashSet();
        var documents = shown.Where(entry => followed.Contains(entry.Docket)).Select(entry => entry.Document).OfType<DocumentId>().ToHashSet();
        var told = documents.Count == 0 ? new HashSet<ToldDocument>() : await dockets.FindToldAsync(court.Court, documents, cancellationToken);

        // Asked for the time only now: an alert is never older than the confirmation of a subscription that it was made for.
        return (MatchEntries.Decide(added, revised, untimed, followers, told, court, time.GetUtcNow()), followers);
    }
}
