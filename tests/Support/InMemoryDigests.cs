using Tipstaff.Alerts;
using Tipstaff.Digests;

namespace Tipstaff.Tests.Support;

/// <summary>The digests in memory, held to <c>DigestsContract</c>.</summary>
internal sealed class InMemoryDigests(InMemoryStore store) : IDigests
{
    public Task<DigestPart> FoldAsync(Alert alert, int weight, int capacity, CancellationToken cancellationToken)
    {
        var slot = alert.Digest ?? throw new ArgumentException("The alert names no digest.", nameof(alert));
        lock (store.Gate)
        {
            var parts = store.DigestRows.Where(part => part.Part.Subscriber == alert.Subscriber && part.Part.Slot == slot).ToList();
            var part = parts.Find(one => one.Alerts.Exists(known => known.Id == alert.Id))
                ?? parts.Find(one => !one.IsClosed && one.Weight + weight <= capacity);
            if (part is null)
            {
                part = new InMemoryStore.StoredDigest(new DigestPart(alert.Subscriber, slot, parts.Count + 1));
                store.DigestRows.Add(part);
            }

            if (!part.Alerts.Exists(known => known.Id == alert.Id))
            {
                part.Alerts.Add(alert);
                part.Weight += weight;
            }

            return Task.FromResult(part.Part);
        }
    }

    public Task<IReadOnlyList<Alert>> CloseAsync(DigestPart part, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            if (store.DigestRows.Find(one => one.Part == part) is not { } stored)
            {
                return Task.FromResult<IReadOnlyList<Alert>>([]);
            }

            stored.IsClosed = true;
            return Task.FromResult(DigestOrder.Of(stored.Alerts));
        }
    }
}
