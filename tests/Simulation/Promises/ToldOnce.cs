using Tipstaff.Alerts;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Truths;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 2: each confirmed subscription that covers an entry gets it in exactly one alert.</summary>
internal static class ToldOnce
{
    // What was recorded in the last minutes may still be on its way.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(10);

    // An entry without a time is surely new when the last good feed was built after the confirmation.
    private static readonly TimeSpan LongestBetweenRebuilds = TimeSpan.FromHours(1);

    public static IEnumerable<string> Check(SimulatedWorld world, Told told) =>
        [.. Missing(world, told), .. Twice(told), .. DocumentsTwice(world, told), .. Copies(world, told), .. Contents(told)];

    private static IEnumerable<string> Missing(SimulatedWorld world, Told told)
    {
        var entries = world.Truth.Stored.Where(stored => stored.Value.At < world.Scenario.End - OnItsWay)
            .Where(stored => told.Filed.ContainsKey(stored.Key)).ToLookup(stored => told.Filed[stored.Key].Court);
        foreach (var (id, history) in world.Truth.Subscriptions)
        {
            var last = history[^1].Row;
            if (last.TellsSince is not { } tellsSince || last.State is not SubscriptionState.Confirmed || world.Stored.FindAddress(last.Subscriber)?.Cause is not null)
            {
                continue;
            }

            var isLate = last.Cadence is not Cadence.Immediate;
            var confirmedAt = history.First(row => row.Row.State is SubscriptionState.Confirmed && row.Row.TellsSince == tellsSince).At;
            foreach (var (identity, stored) in last.Court is null ? entries.SelectMany(court => court) : entries[last.Court])
            {
                // With the labels that it had from the first: later ones may have slid out of the feed.
                var filed = told.Filed[identity];
                var isCovered = Wanted.Is(last, filed, filed.LabelsAt(filed.ShownFrom ?? filed.EnteredAt)) && stored.FollowersAt >= confirmedAt
                    && (filed.IsTimed ? filed.EnteredAt : stored.GoodAtBefore - LongestBetweenRebuilds) >= WholeSecond(tellsSince);
                if (isLate && (last.DigestAt ?? DigestTime.Usual).After(last.Cadence, stored.At) > world.Scenario.End - OnItsWay)
                {
                    continue;
                }

                if (isCovered && !told.ByEntry.ContainsKey((id, identity)) && !IsToldElsewhere(told, last, filed))
                {
                    yield return $"2: {identity} ({filed.Quirks}), recorded at {stored.At:u}, was never told to subscription {id}, confirmed at {confirmedAt:u}";
                }
            }
        }
    }

    // A document spread over several dockets reaches a subscriber who follows several of them once, and a query that it meets.
    private static bool IsToldElsewhere(Told told, Subscription subscription, FiledEntry filed) =>
        filed.Document is { } document && (subscription.Kind is SubscriptionKind.Case
            ? told.ByDocument.ContainsKey((subscription.Reader, document))
            : told.ByQuery.Contains((subscription.Id, document)));

    private static IEnumerable<string> Twice(Told told) =>
        told.ByEntry.Where(one => one.Value.Count > 1)
            .Select(one => $"2: {one.Key.Entry} was told to subscription {one.Key.Subscription} in {one.Value.Count} alerts: "
                + string.Join(", ", one.Value.Select(alert => alert.Id)));

    // Where no subscription had been ended by then, nothing had to be passed on, and a document is news in one of its cases only.
    private static IEnumerable<string> DocumentsTwice(SimulatedWorld world, Told told)
    {
        var came = told.Alerts.ToDictionary(one => one.Alert.Id, one => one.Copies[0].At);
        foreach (var ((reader, document), alerts) in told.ByDocument)
        {
            var cases = alerts.SelectMany(alert => alert.Entries).Where(entry => entry.Document == document)
                .Select(entry => entry.CaseId ?? entry.Docket.Value).Distinct().Count();
            if (cases > 1 && NobodyHadLeft(world, reader, alerts[0].Court, alerts.Max(alert => came[alert.Id])))
            {
                yield return $"2: document {document} was told to reader {reader} in {cases} cases, by alerts {string.Join(", ", alerts.Select(alert => alert.Id))}";
            }
        }
    }

    private static bool NobodyHadLeft(SimulatedWorld world, SubscriberId reader, CourtId court, DateTimeOffset by) =>
        world.Truth.Subscriptions.Values.Where(history => history[0].Row.Reader == reader && history[0].Row.Court == court)
            .All(history => history.TrueForAll(row => row.At > by || row.Row.EndedAt is null));

    private static IEnumerable<string> Copies(SimulatedWorld world, Told told)
    {
        foreach (var messageId in told.Strangers)
        {
            yield return $"2: {messageId} was sent and is not in the outbox";
        }

        foreach (var copies in world.Mailboxes.Received.GroupBy(received => received.Mail.MessageId, StringComparer.Ordinal))
        {
            // What was turned back is no copy: its provider answers that it gave the mail up, and then another may have it.
            var came = copies.Where(copy => !copy.IsTurnedBack).OrderBy(copy => copy.At).ToList();
            var further = Math.Max(0, came.Count - 1);
            world.Count("further copies", further);
            if (copies.Count(copy => copy.Provider is "acs" && !copy.IsTurnedBack) > 1)
            {
                yield return $"2: {copies.Key} came twice by a provider that honours keys";
            }

            foreach (var (one, next) in came.Zip(came.Skip(1)).Where(pair => pair.First.Provider is "acs" && pair.Second.At < pair.First.At + Pinned(world)))
            {
                yield return $"2: {copies.Key} went to {next.Provider} at {next.At:u}, and {one.Provider}, which honours keys, had taken it at {one.At:u}";
            }

            if (further > world.Mailboxes.Excused(copies.Key))
            {
                yield return $"2: {copies.Key} came {further + 1} times ({string.Join(", ", copies.Select(copy => $"{copy.Provider} at {copy.At:HH:mm:ss}"))}), "
                    + $"of which {world.Mailboxes.Excused(copies.Key)} are excused by a crash or a lost reply";
            }
        }
    }

    // A provider that honours keys is asked again, whatever became of its answer, until the message is free for others: from the claim on.
    private static TimeSpan Pinned(SimulatedWorld world) => !world.IsInTheCloud && world.Plan.Spans.Any(span => span.Kind is FaultKind.ClockStep)
        ? TimeSpan.Zero
        : new OutboxOptions().SameProviderFor - TimeSpan.FromMinutes(2) - world.ClockSpread;

    private static IEnumerable<string> Contents(Told told)
    {
        foreach (var (alert, copies) in told.Alerts)
        {
            var mail = copies[0].Mail;
            if (copies.Exists(copy => copy.Mail.Text != mail.Text || copy.Mail.Html != mail.Html || copy.Mail.To != mail.To))
            {
                yield return $"2: copies of {mail.MessageId} differ";
            }

            foreach (var entry in alert.Entries.Where(entry => !Shows(mail.Text, entry.DocumentLink)))
            {
                yield return $"2: {mail.MessageId} does not show the document of {entry.Identity}";
            }
        }
    }

    private static bool Shows(string text, string? link) => link is null || text.Contains(link, StringComparison.Ordinal);

    private static DateTimeOffset WholeSecond(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerSecond));
}
