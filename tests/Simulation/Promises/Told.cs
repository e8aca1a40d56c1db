using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Courthouse;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Truths;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>What was told to whom, gathered from the mailboxes.</summary>
internal sealed class Told
{
    private readonly Dictionary<SubscriptionId, List<(DateTimeOffset At, Subscription Row)>> _subscriptions;

    public Told(SimulatedWorld world)
    {
        _subscriptions = world.Truth.Subscriptions;
        Filed = world.Courthouse.Filed.ToDictionary(entry => entry.Identity);
        foreach (var copies in world.Mailboxes.Received.GroupBy(received => received.Mail.MessageId, StringComparer.Ordinal))
        {
            var key = IdempotencyKey.Parse(copies.Key[..copies.Key.IndexOf('@', StringComparison.Ordinal)]);
            if (world.Stored.FindMessage(key) is not { } stored)
            {
                Strangers.Add(copies.Key);
            }
            else if (stored.Message is OutboxMessage.AlertMessage { Alert: var alert })
            {
                if (alert.Court == CanaryCourt.Id)
                {
                    Canary.Add((alert, [.. copies]));
                    continue;
                }

                Add(alert, [.. copies]);
            }
            else if (stored.Message is OutboxMessage.DigestMessage digest)
            {
                // What was no longer wanted when it was sent is not in it.
                var text = copies.First().Mail.Text;
                foreach (var told in world.Stored.AlertsOf(digest.DigestPart).Where(told => text.Contains($"{told.Court} {told.Docket}", StringComparison.Ordinal)
                    && told.Entries.All(entry => entry.DocumentLink is null || text.Contains(entry.DocumentLink, StringComparison.Ordinal))))
                {
                    Add(told, [.. copies]);
                }
            }
        }
    }

    /// <summary>The truth of what was filed.</summary>
    public Dictionary<EntryIdentity, FiledEntry> Filed { get; }

    /// <summary>Each alert that came into a mailbox, with its copies.</summary>
    public List<(Alert Alert, List<Arrival> Copies)> Alerts { get; } = [];

    /// <summary>The alerts of the canary, which are not among the others.</summary>
    public List<(Alert Alert, List<Arrival> Copies)> Canary { get; } = [];

    /// <summary>Mails that nobody wrote down.</summary>
    public List<string> Strangers { get; } = [];

    /// <summary>Which alerts told an entry to a subscription.</summary>
    public Dictionary<(SubscriptionId Subscription, EntryIdentity Entry), List<Alert>> ByEntry { get; } = [];

    /// <summary>Which alerts told a document to a reader who follows cases, in whatever case: to an address, or to a webhook.</summary>
    public Dictionary<(SubscriberId Reader, DocumentId Document), List<Alert>> ByDocument { get; } = [];

    /// <summary>Which documents were told to a subscription that follows words.</summary>
    public HashSet<(SubscriptionId Subscription, DocumentId Document)> ByQuery { get; } = [];

    private void Add(Alert alert, List<Arrival> copies)
    {
        Alerts.Add((alert, copies));
        foreach (var entry in alert.Entries)
        {
            Add(ByEntry, (alert.Subscription, entry.Identity), alert);
            if (entry.Document is not { } document)
            {
                continue;
            }

            if (_subscriptions.GetValueOrDefault(alert.Subscription) is [({ } _, { Kind: SubscriptionKind.Case } owner), ..])
            {
                Add(ByDocument, (owner.Reader, document), alert);
            }
            else
            {
                ByQuery.Add((alert.Subscription, document));
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<Alert>> index, TKey key, Alert alert)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var alerts))
        {
            index[key] = alerts = [];
        }

        alerts.Add(alert);
    }
}
