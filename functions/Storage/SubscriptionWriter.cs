using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Writes subscriptions, each on condition that nobody else wrote since it was read.</summary>
/// <remarks>
/// Those of one subscriber are one transaction, up to 100: that is all that a person does. An import, or a confirmation of more than
/// that, takes several. Versions are compared before the first. Who loses a race for one of them, or crashes in between, leaves the
/// others written, each of them right by itself, and completes them when the step is done again; nothing is put back.
/// <para>
/// A message is added first, and stays if the rows are refused, as somebody else's may rely on it by then. A request for confirmation
/// that finds nothing to confirm when it is about to be sent ends suppressed.
/// </para>
/// </remarks>
internal sealed class SubscriptionWriter(
    TableSet tables, FollowerIndex followers, TableOutbox outbox, Whereabouts whereabouts, WriteMarks marks, ILogger<SubscriptionWriter> logger)
{
    private const int MaxPiece = 100;

    public async Task<bool> TryWriteAsync(IReadOnlyList<Subscription> changed, OutboxMessage? message, CancellationToken cancellationToken)
    {
        if (changed.DistinctBy(one => one.Id).Count() != changed.Count)
        {
            return false;
        }

        var mark = marks.Next();
        var stored = await Bounded.RunAsync(changed, one => tables.Subscribers.FindAsync(one.Subscriber.Value, TableKeys.Subscription(one.Id), cancellationToken));
        var writes = changed.Select((one, at) => Write.Of(one with { Version = one.Version + 1 }, stored[at], mark)).ToList();
        if (writes.Exists(write => write.Action is null))
        {
            return false;
        }

        await followers.AddOwnersAsync(writes.Where(write => write.Begins).Select(write => write.Next), cancellationToken);
        await followers.AddAsync([.. writes.Where(write => write.Next.State is SubscriptionState.Confirmed).Select(write => write.Next)], cancellationToken);
        if (message is not null)
        {
            await outbox.TryAddAsync(message, cancellationToken);
        }

        var written = await WriteAsync(writes, cancellationToken);
        written.ForEach(write => whereabouts.Note(write.Next.Id, write.Next.Subscriber));
        await TryRemoveAsync([.. written.Where(write => write is { Before: SubscriptionState.Confirmed, Next.State: not SubscriptionState.Confirmed }).Select(write => write.Next)]);
        return written.Count == writes.Count;
    }

    private async Task<List<Write>> WriteAsync(List<Write> writes, CancellationToken cancellationToken)
    {
        var done = new List<Write>();
        foreach (var piece in writes.GroupBy(write => write.Row.PartitionKey, StringComparer.Ordinal).SelectMany(group => group.Chunk(MaxPiece)))
        {
            var written = await tables.Subscribers.TrySubmitAsync([.. piece.Select(write => write.Action!)], cancellationToken);
            done.AddRange(written.IsDone || await tables.Subscribers.IsOwnAsync(piece[0].Row, cancellationToken) ? piece : []);
        }

        return done;
    }

    private async Task TryRemoveAsync(IReadOnlyList<Subscription> ended)
    {
        try
        {
            // They have ended, so that nobody may be told now that they have not.
            await followers.RemoveAsync(ended, CancellationToken.None);
        }
        catch (Exception fault)
        {
            logger.FollowersLeftBehind(fault);
        }
    }

    private sealed record Write(Subscription Next, TableEntity Row, TableEntity? Stored, TableTransactionAction? Action)
    {
        public SubscriptionState? Before => Stored is null ? null : (SubscriptionState)(Stored.GetInt32("State") ?? 0);

        // Whoever erases what has ended may have taken the owner's row away by now.
        public bool Begins => Before is null || (Before is SubscriptionState.Ended && Next.State is not SubscriptionState.Ended);

        public static Write Of(Subscription next, TableEntity? stored, string mark)
        {
            var row = SubscriptionRows.Entity(next, mark);
            return new(next, row, stored, VersionedRows.On(stored, row));
        }
    }
}
