using Azure.Data.Tables;
using Tipstaff.Erasures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>The erasures in tables: a row each with the operators, where one range finds all.</summary>
internal sealed class TableErasures(TableSet tables, SubscriberMessages messages, MessageRemoval removal, SubscriberRows rows) : IErasures
{
    // Whoever claims or records one at that moment changes it; the next look finds it as it is then.
    private const int MostLooks = 5;

    /// <inheritdoc/>
    public async Task<Erasure?> FindAsync(SubscriberId subscriber, CancellationToken cancellationToken) =>
        await tables.Operators.FindAsync(TableKeys.Operators, TableKeys.Erasure(subscriber), cancellationToken) is { } row ? VersionedRows.Read<Erasure>(row) : null;

    /// <inheritdoc/>
    public Task NoteAsync(Erasure erasure, CancellationToken cancellationToken) => tables.Operators.UpsertEntityAsync(
        VersionedRows.Row(TableKeys.Operators, TableKeys.Erasure(erasure.Subscriber), 1, erasure), TableUpdateMode.Replace, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Erasure>> ListAsync(int max, CancellationToken cancellationToken)
    {
        var found = await tables.Operators.ListAsync(TableKeys.Operators, KeyRange.Of("~e|"), cancellationToken);
        return [.. found.Select(VersionedRows.Read<Erasure>).OrderBy(erasure => erasure.AskedAt).Take(max)];
    }

    /// <inheritdoc/>
    public async Task ForgetAsync(Erasure erasure, CancellationToken cancellationToken)
    {
        var row = await tables.Operators.FindAsync(TableKeys.Operators, TableKeys.Erasure(erasure.Subscriber), cancellationToken);
        if (row is not null && VersionedRows.Read<Erasure>(row).AskedAt == erasure.AskedAt)
        {
            await tables.Operators.TryDeleteAsync(row, cancellationToken);
        }
    }

    /// <inheritdoc/>
    /// <remarks>The subscriptions go last, and with them the address: as long as they are there, what they lead to can be found. URLs of webhooks are found by the subscriber.</remarks>
    public async Task EraseAsync(Erasure erasure, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        var subscriber = erasure.Subscriber;
        var all = (await tables.Subscribers.ListAsync(subscriber.Value, KeyRange.Of("s|"), cancellationToken)).ConvertAll(SubscriptionRows.Read);
        var own = all.FindAll(one => one.RequestedAt <= madeUpTo);
        var hasReturned = own.Count < all.Count;
        var partitions = await messages.PartitionsAsync(erasure.Courts, cancellationToken);
        await Bounded.RunAsync(partitions, partition => EraseMessagesAsync(partition, subscriber, madeUpTo, cancellationToken));
        var courts = partitions.Where(partition => tables.OfMessages(partition) == tables.Dockets).ToList();
        await Bounded.RunAsync(courts, async court =>
        {
            await rows.EraseNotesAsync(court, own, cancellationToken);
            if (!hasReturned)
            {
                await rows.EraseMarksAsync(court, subscriber, own, cancellationToken);
            }

            return court;
        });
        await rows.EraseDigestsAsync(subscriber, madeUpTo, cancellationToken);
        if (!hasReturned)
        {
            await rows.EraseRecordAsync(subscriber, cancellationToken);
        }

        await rows.EraseSubscriptionsAsync(own, cancellationToken);
        await rows.EraseWebhooksAsync(subscriber, madeUpTo, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A row that is deleted is in no table any more.</remarks>
    public Task CleanAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<int> EraseMessagesAsync(string partition, SubscriberId subscriber, DateTimeOffset madeUpTo, CancellationToken cancellationToken)
    {
        var count = 0;
        for (var look = 0; look < MostLooks; look++)
        {
            var found = (await messages.ListAsync(partition, subscriber, withBody: false, cancellationToken)).FindAll(row => row.Added <= madeUpTo.UtcTicks);
            if (found is [])
            {
                break;
            }

            count += await removal.RemoveAsync(partition, found, cancellationToken);
        }

        return count;
    }
}
