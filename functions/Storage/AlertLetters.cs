using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Outbox;
using Tipstaff.Tracing;

namespace Tipstaff.Functions.Storage;

/// <summary>The messages of the outbox that were given up: a row each in the table of dead letters, which says where the message lies.</summary>
/// <remarks>
/// What gives a message up or brings it back marks it under <c>~d</c>, in the same transaction. Behind that the letter is written or
/// taken away, as the message's row then says, and the mark goes if it is still the one that was read; otherwise all is looked at
/// again. A crash in between leaves the mark to the sweep. A letter is taken away only as it stood before its message was looked at:
/// one of a message that was given up anew meanwhile stays.
/// </remarks>
internal sealed class AlertLetters(TableSet tables, ILogger<AlertLetters> logger)
{
    /// <summary>The mark of a message that was given up or brought back; its letter is to be put right.</summary>
    public static TableEntity Mark(MessageRow next)
    {
        var mark = TableCalls.NewRow(next.Partition, TableKeys.Dead(next.Key));
        mark["State"] = (int)next.State;
        return mark;
    }

    /// <summary>Whether the mark is of a message that was given up, and not of one that was brought back.</summary>
    public static bool IsDead(TableEntity mark) => mark.GetInt32("State") == (int)OutboxState.DeadLettered;

    /// <summary>Puts the letter of a message right; what fails is left to the sweep.</summary>
    public async Task<bool> TrySettleAsync(string partition, IdempotencyKey key, CancellationToken cancellationToken)
    {
        try
        {
            await SettleAsync(partition, key, cancellationToken);
            return true;
        }
        catch (Exception fault)
        {
            logger.LeftToTheSweep(partition, fault);
            return false;
        }
    }

    /// <summary>All letters, in no order. One whose message was brought back by somebody who crashed may be among them.</summary>
    public async Task<IReadOnlyList<AlertLetter>> ListAsync(CancellationToken cancellationToken) =>
        (await tables.DeadLetters.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Alerts}"), cancellationToken)).ConvertAll(AlertLetter.Of);

    /// <summary>Takes the letter away if its message is not given up any more.</summary>
    /// <returns>The message; null when it is not given up, or unknown.</returns>
    public async Task<MessageRow?> MendAsync(string partition, IdempotencyKey key, CancellationToken cancellationToken)
    {
        // In this order: a letter that is written behind the first reading is not the one that goes.
        var letter = await tables.DeadLetters.FindAsync(TableKeys.Alerts, key.Value, cancellationToken, ["At"]);
        var row = await tables.OfMessages(partition).FindAsync(partition, TableKeys.Message(key), cancellationToken, MessageRow.StateNames);
        if (row is not null && MessageRow.Of(row) is { State: OutboxState.DeadLettered } dead)
        {
            return dead;
        }

        if (letter is not null)
        {
            await tables.DeadLetters.TryDeleteAsync(letter, cancellationToken);
        }

        return null;
    }

    private async Task SettleAsync(string partition, IdempotencyKey key, CancellationToken cancellationToken)
    {
        var table = tables.OfMessages(partition);
        while (await table.FindAsync(partition, TableKeys.Dead(key), cancellationToken, ["State"]) is { } mark)
        {
            if (await MendAsync(partition, key, cancellationToken) is { } dead)
            {
                await tables.DeadLetters.UpsertEntityAsync(AlertLetter.Entity(dead), TableUpdateMode.Replace, cancellationToken);
            }

            if (await table.TryDeleteAsync(mark, cancellationToken))
            {
                return;
            }

            // Somebody else was at it, and may have taken the mark away before the letter was written.
            await MendAsync(partition, key, cancellationToken);
        }
    }
}

/// <summary>A message that was given up, as the table of dead letters has it: no address, and no text of the mail.</summary>
/// <param name="Key">The message; an alert's id.</param>
/// <param name="Partition">Where it lies.</param>
/// <param name="At">When it was given up, UTC.</param>
/// <param name="Reason">Why.</param>
/// <param name="Attempts">After how many attempts.</param>
/// <param name="Trace">The trace that it belongs to; of a letter from before there were traces, its own.</param>
internal sealed record AlertLetter(IdempotencyKey Key, string Partition, DateTimeOffset At, string Reason, int Attempts, string Trace)
{
    public static TableEntity Entity(MessageRow dead)
    {
        var row = TableCalls.NewRow(TableKeys.Alerts, dead.Key.Value);
        row["Partition"] = dead.Partition;
        row["At"] = dead.At;
        row["Reason"] = StoredJson.Write(dead.Detail ?? "");
        row["Attempts"] = dead.Attempt;
        row["Trace"] = dead.Trace ?? TraceContext.Of(dead.Key).TraceId;
        return row;
    }

    public static AlertLetter Of(TableEntity row) => new(
        IdempotencyKey.Parse(row.RowKey),
        row.GetString("Partition"),
        MessageRow.Instant(row.GetInt64("At") ?? 0),
        StoredJson.Read<string>(row.GetString("Reason") ?? "null", $"{TableKeys.Alerts} {row.RowKey}"),
        row.GetInt32("Attempts") ?? 0,
        row.GetString("Trace") ?? TraceContext.Of(IdempotencyKey.Parse(row.RowKey)).TraceId);

    public DeadLetter ToDeadLetter() => new(Key, At, Reason, Attempts, Trace);
}
