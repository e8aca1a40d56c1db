using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 5, of what a provider tells later: after a report that nobody reads mail at an address, no alert goes there until its owner confirms anew.</summary>
internal static class BouncesHeeded
{
    // From the last look at the address to the hand-over.
    private static readonly TimeSpan LookThenHandOver = TimeSpan.FromSeconds(75);

    // No report is older than what its service took that long before: it posts again for a day.
    private static readonly TimeSpan LongestOnItsWay = TimeSpan.FromHours(3);

    public static IEnumerable<string> Check(SimulatedWorld world)
    {
        var ids = new SubscriberIds(new InstallationSecret(Some.Key));
        var bounces = world.Mailboxes.Bounces.ToLookup(bounce => bounce.To, StringComparer.OrdinalIgnoreCase);
        foreach (var arrival in world.Mailboxes.Received)
        {
            // Whether somebody reads mail says nothing of a webhook.
            if (arrival.Provider is SimulatedReceivers.Name || world.Stored.FindMessage(arrival.Mail.Key)?.Message is not OutboxMessage.AlertMessage)
            {
                continue;
            }

            var subscriber = ids.Of(arrival.Mail.To);
            var confirmed = ConfirmedAt(world, subscriber);
            foreach (var bounce in bounces[arrival.Mail.To.Value].Where(bounce => bounce.At + LookThenHandOver < arrival.Begun).Take(1))
            {
                if (!confirmed.Exists(at => at > bounce.BouncedAt - world.ClockSpread && at <= arrival.Begun))
                {
                    yield return $"5: {arrival.Mail.MessageId} was handed to {arrival.Provider} at {arrival.Begun:u}, after the report of {bounce.At:u} that subscriber {subscriber} has no mailbox";
                }
            }
        }

        foreach (var arrival in world.Mailboxes.Received.Where(arrival => arrival.IsTurnedBack && arrival.At < world.Scenario.End - LongestOnItsWay))
        {
            if (!world.Mailboxes.ReportedMails.Contains(arrival.Mail.MessageId))
            {
                yield return $"5: the report of what became of {arrival.Mail.MessageId}, taken at {arrival.At:u}, was never taken from {arrival.Provider}";
            }
        }
    }

    private static List<DateTimeOffset> ConfirmedAt(SimulatedWorld world, SubscriberId subscriber) =>
    [
        .. world.Truth.Subscriptions.Values.Where(history => history[0].Row.Subscriber == subscriber).SelectMany(history => history)
            .Where(row => row.Row.State is SubscriptionState.Confirmed).Select(row => row.At),
    ];
}
