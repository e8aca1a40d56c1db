using System.Globalization;
using Tipstaff.Checks;
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
    /// <param name="untimed">How old those among them can be that have no time.</param>
    /// <param name="followers">The confirmed subscriptions to their dockets.</param>
    /// <param name="told">Who was told of their documents before.</param>
    /// <param name="court">The court's state: which court it is, and what its feed covers.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static Matches Decide(
        IReadOnlyList<DocketEntry> newEntries,
        UntimedEntries untimed,
        IReadOnlyList<Subscription> followers,
        IReadOnlySet<ToldDocument> told,
        CourtState court,
        DateTimeOffset now)
    {
        var toldBefore = told.ToDictionary(one => (one.Subscriber, one.Document), one => one.Case);
        var alerts = new List<Alert>();
        var toldNow = new List<ToldDocument>();
        var byDocket = newEntries.ToLookup(entry => entry.Docket);

        foreach (var subscription in followers.OrderBy(follower => follower.Docket.Value, StringComparer.Ordinal).ThenBy(follower => follower.Id.Value, StringComparer.Ordinal))
        {
            var news = byDocket[subscription.Docket]
                .Where(entry => subscription.Covers(entry, untimed.Earliest(entry.Identity)))
                .OrderBy(entry => entry.EnteredAt ?? now)
                .ThenBy(SequenceNumber)
                .Where(entry => IsNews(entry, subscription.Subscriber, toldBefore, toldNow))
                .ToList();
            alerts.AddRange(news.Chunk(MaxEntriesPerAlert).Select(entries => ToAlert(subscription, entries, court.Coverage, now)));
        }

        return new Matches(alerts, toldNow);
    }

    // A document spread over several defendants or consolidated cases is news once; docketed twice in one case, it is two entries.
    private static bool IsNews(
        DocketEntry entry,
        SubscriberId subscriber,
        Dictionary<(SubscriberId, DocumentId), string> toldBefore,
        List<ToldDocument> toldNow)
    {
        if (entry.Document is not { } document)
        {
            return true;
        }

        var caseKey = entry.CaseId ?? entry.Docket.Value;
        if (toldBefore.TryGetValue((subscriber, document), out var toldCase))
        {
            return toldCase == caseKey;
        }

        toldBefore[(subscriber, document)] = caseKey;
        toldNow.Add(new ToldDocument(subscriber, document, caseKey));
        return true;
    }

    private static Alert ToAlert(Subscription subscription, DocketEntry[] entries, string? coverage, DateTimeOffset now) =>
        new()
        {
            Id = AlertId.Of(subscription.Id, entries.Select(entry => entry.Identity)),
            Subscription = subscription.Id,
            Subscriber = subscription.Subscriber,
            Court = subscription.Court,
            Docket = subscription.Docket,
            Entries = entries,
            Coverage = coverage,
            CreatedAt = CreatedAt(subscription, now),
        };

    /// <summary>When an alert counts as made: never before the confirmation of its subscription, which another clock may have told.</summary>
    internal static DateTimeOffset CreatedAt(Subscription subscription, DateTimeOffset now) =>
        subscription.ConfirmedAt > now ? subscription.ConfirmedAt.Value : now;

    private static long SequenceNumber(DocketEntry entry) =>
        long.TryParse(entry.Sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}

/// <summary>What <see cref="MatchEntries"/> decided.</summary>
/// <param name="Alerts">The alerts, in the order of dockets and subscriptions.</param>
/// <param name="Told">Which subscribers they tell of which documents for the first time.</param>
public sealed record Matches(IReadOnlyList<Alert> Alerts, IReadOnlyList<ToldDocument> Told);
