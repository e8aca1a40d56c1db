using System.Globalization;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Decides who is told of which new entries.</summary>
public static class MatchEntries
{
    /// <summary>Entries that one alert tells at most; more become several alerts, so that each mail stays under 100 KB.</summary>
    public const int MaxEntriesPerAlert = 150;

    /// <summary>The alerts that new entries of one court cause.</summary>
    /// <param name="newEntries">Entries that were not known, all of <paramref name="court"/>.</param>
    /// <param name="relabelled">Known entries with labels that came later: told to whom they met only now.</param>
    /// <param name="untimed">How old those among them can be that have no time.</param>
    /// <param name="followers">The confirmed subscriptions that they may meet.</param>
    /// <param name="told">Who was told of their documents before.</param>
    /// <param name="court">The court's state: which court it is, and what its feed covers.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static Matches Decide(
        IReadOnlyList<DocketEntry> newEntries,
        IReadOnlyList<RelabelledEntry> relabelled,
        UntimedEntries untimed,
        IReadOnlyList<Subscription> followers,
        IReadOnlySet<ToldDocument> told,
        CourtState court,
        DateTimeOffset now)
    {
        var candidates = new MatchCandidates(newEntries, relabelled, untimed);
        var ofSubscribers = new ToldBefore(told);
        var alerts = new List<Alert>();
        foreach (var subscription in followers.OrderBy(follower => follower.Docket?.Value, StringComparer.Ordinal).ThenBy(follower => follower.Id.Value, StringComparer.Ordinal))
        {
            // Who follows dockets is told a shared document in one of them; who follows a court or words, once by that subscription.
            var toldBefore = subscription.Kind is SubscriptionKind.Case ? ofSubscribers : new ToldBefore([]);
            var news = candidates.Of(subscription)
                .OrderBy(entry => entry.EnteredAt ?? now)
                .ThenBy(SequenceNumber)
                .Where(entry => toldBefore.IsNews(entry, subscription.Reader))
                .ToLookup(entry => entry.Docket);
            alerts.AddRange(
                from docket in news
                orderby docket.Key.Value
                from entries in docket.Chunk(MaxEntriesPerAlert)
                select ToAlert(subscription, docket.Key, entries, court, now));
        }

        return new Matches(alerts, ofSubscribers.Added);
    }

    /// <summary>When an alert counts as made: never before the confirmation of its subscription, which another clock may have told.</summary>
    internal static DateTimeOffset CreatedAt(Subscription subscription, DateTimeOffset now) =>
        subscription.TellsSince > now ? subscription.TellsSince.Value : now;

    private static Alert ToAlert(Subscription subscription, DocketNumber docket, DocketEntry[] entries, CourtState court, DateTimeOffset now) =>
        new()
        {
            Id = AlertId.Of(subscription.Id, entries.Select(entry => entry.Identity)),
            Subscription = subscription.Id,
            Subscriber = subscription.Subscriber,
            Court = court.Court,
            Docket = docket,
            Entries = entries,
            Coverage = court.Coverage,
            IsWebhook = subscription.Webhook is not null,
            Digest = DigestSlot.Of(subscription, CreatedAt(subscription, now)),
            CreatedAt = CreatedAt(subscription, now),
        };

    private static long SequenceNumber(DocketEntry entry) =>
        long.TryParse(entry.Sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}

/// <summary>What <see cref="MatchEntries"/> decided.</summary>
/// <param name="Alerts">The alerts, in the order of subscriptions and dockets.</param>
/// <param name="Told">Which subscribers they tell of which documents for the first time.</param>
public sealed record Matches(IReadOnlyList<Alert> Alerts, IReadOnlyList<ToldDocument> Told);

/// <summary>A known entry with labels that came later.</summary>
/// <param name="Entry">With all its labels.</param>
/// <param name="LabelsBefore">Those that were known.</param>
public sealed record RelabelledEntry(DocketEntry Entry, IReadOnlyCollection<string> LabelsBefore);
