using Azure.Data.Tables;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Writes subscriptions, each on condition that nobody else wrote since it was read.</summary>
/// <remarks>
/// Those of one subscriber are one transaction, up to 100: that is all that a person does. An import, or a confirmation of more than
/// that, takes several. Versions are compared before the first; who loses a race for a later one puts the earlier ones back. A crash
/// in between leaves the earlier pieces written, each of them right by itself; both steps complete them when they are done again.
/// <para>
/// A message is added first, and taken away if the rows are refused. A crash in between leaves a request for confirmation that finds
/// nothing to confirm when it is about to be sent, and ends suppressed.
/// </para>
/// </remarks>
internal sealed class SubscriptionWriter(
    TableSet tables, FollowerIndex followers, TableOutbox outbox, Whereabouts whereabouts, WriteMarks marks)
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

        await followers.AddOwnersAsync(writes.Where(write => write.Next.Version == 1).Select(write => write.Next), cancellationToken);
        await followers.AddAsync([.. writes.Where(write => write.Next.State is SubscriptionState.Confirmed).Select(write => write.Next)], cancellationToken);
        if (message is not null)
        {
            // It stays when the rows are refused, as somebody else's may rely on it by then: it asks about what is pending when it is sent.
            await outbox.TryAddAsync(message, cancellationToken);
        }

        if (!await TryWriteAsync(writes, cancellationToken))
        {
            return false;
        }

        foreach (var write in writes)
        {
            whereabouts.Note(write.Next.Id, write.Next.Subscriber);
        }

        await followers.RemoveAsync(
            [.. writes.Where(write => write is { Before: SubscriptionState.Confirmed, Next.State: not SubscriptionState.Confirmed }).Select(write => write.Next)], cancellationToken);
        return true;
    }

    private async Task<bool> TryWriteAsync(List<Write> writes, CancellationToken cancellationToken)
    {
        var pieces = writes.GroupBy(write => write.Row.PartitionKey, StringComparer.Ordinal).SelectMany(group => group.Chunk(MaxPiece)).ToList();
        for (var at = 0; at < pieces.Count; at++)
        {
            var written = await tables.Subscribers.TrySubmitAsync([.. pieces[at].Select(write => write.Action!)], cancellationToken);
            if (!written.IsDone && !await tables.Subscribers.IsOwnAsync(pieces[at][0].Row, cancellationToken))
            {
                foreach (var write in pieces.Take(at).SelectMany(piece => piece))
                {
                    await PutBackAsync(write, cancellationToken);
                }

                return false;
            }
        }

        return true;
    }

    // As it was, but for a version that grows: whoever has read what is put back must not write on it.
    private async Task PutBackAsync(Write write, CancellationToken cancellationToken)
    {
        if (await tables.Subscribers.FindAsync(write.Row.PartitionKey, write.Row.RowKey, cancellationToken) is not { } now
            || now.GetString("Mark") != write.Row.GetString("Mark"))
        {
            return;
        }

        var back = write.Stored is null ? null : SubscriptionRows.Entity(SubscriptionRows.Read(write.Stored) with { Version = write.Next.Version + 1 }, marks.Next());
        await tables.Subscribers.TrySubmitAsync(
            [back is null ? new(TableTransactionActionType.Delete, now, now.ETag) : new(TableTransactionActionType.UpdateReplace, back, now.ETag)], cancellationToken);
    }

    private sealed record Write(Subscription Next, TableEntity Row, TableEntity? Stored, TableTransactionAction? Action)
    {
        public SubscriptionState? Before => Stored is null ? null : (SubscriptionState)(Stored.GetInt32("State") ?? 0);

        public static Write Of(Subscription next, TableEntity? stored, string mark)
        {
            var row = SubscriptionRows.Entity(next, mark);
            return new(next, row, stored, VersionedRows.On(stored, row));
        }
    }
}
