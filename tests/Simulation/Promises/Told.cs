using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Courthouse;
using Tipstaff.Digests;
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
        var digests = new List<(DigestPart Part, List<Arrival> Copies)>();
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
                digests.Add((digest.DigestPart, [.. copies]));
            }
        }

        foreach (var parts in digests.GroupBy(one => one.Part.Key, StringComparer.Ordinal))
        {
            AddDigest(world, [.. parts.OrderByDescending(one => one.Part.Number)]);
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

    // What was no longer wanted when a part was sent is not in it, and what a part tells is not in those behind it.
    private void AddDigest(SimulatedWorld world, List<(DigestPart Part, List<Arrival> Copies)> mails)
    {
        for (var part = mails[0].Part with { Number = 1 }; part.Number <= mails[0].Part.Number || world.Stored.AlertsOf(part).Count > 0; part = part with { Number = part.Number + 1 })
        {
            foreach (var alert in world.Stored.AlertsOf(part))
            {
                var places = alert.Entries.Select(entry => mails.Find(mail => mail.Part.Number <= part.Number && Shows(mail.Copies[0].Mail.Text, alert, entry))).ToList();
                foreach (var told in places.Exists(place => place.Copies is null) ? [] : alert.Entries.Zip(places).GroupBy(one => one.Second.Part.Number, one => one))
                {
                    Add(alert with { Entries = [.. told.Select(one => one.First)] }, told.First().Second.Copies);
                }
            }
        }
    }

    private static bool Shows(string text, Alert alert, DocketEntry entry) => text.Contains($"{alert.Court} {alert.Docket}", StringComparison.Ordinal)
        && (entry.DocumentLink is null || text.Contains(entry.DocumentLink, StringComparison.Ordinal));

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
