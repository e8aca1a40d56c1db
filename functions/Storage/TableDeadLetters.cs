using Azure.Data.Tables;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>What the queues gave up, as it came; beside it in the table are the <see cref="AlertLetters"/> of messages of the outbox.</summary>
internal sealed class TableDeadLetters(TableSet tables) : IQueueLetters
{
    private const int MaxReasonLength = 4_000;

    /// <summary>Keeps what a queue gave up; the same message twice is kept once.</summary>
    public Task AddAsync(QueueDeadLetter letter, CancellationToken cancellationToken)
    {
        var key = $"{TableKeys.Inverted(letter.At.UtcTicks)}|{ContentKey.Of(letter.Queue, letter.MessageId, letter.Body)}";
        var row = TableCalls.NewRow(TableKeys.Queues, key);
        row["At"] = letter.At.UtcTicks;
        row["Queue"] = letter.Queue;
        row["MessageId"] = letter.MessageId;
        row["Reason"] = letter.Reason.Length <= MaxReasonLength ? letter.Reason : letter.Reason[..MaxReasonLength];
        PackedText.Write(row, "Body", letter.Body);
        return tables.DeadLetters.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<QueueLetter>> ListAsync(int max, CancellationToken cancellationToken) =>
        [.. (await NewestAsync(max, cancellationToken)).Select(letter => new QueueLetter(letter.Queue, letter.MessageId, letter.Reason, letter.At))];

    /// <summary>The newest, newest first.</summary>
    public async Task<IReadOnlyList<QueueDeadLetter>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        var rows = await tables.DeadLetters.ListAsync(TableClient.CreateQueryFilter($"PartitionKey eq {TableKeys.Queues}"), cancellationToken, max);
        return [.. rows.Select(row => new QueueDeadLetter(
            row.GetString("Queue"), row.GetString("MessageId"), PackedText.Read(row, "Body") ?? "", row.GetString("Reason"), MessageRow.Instant(row.GetInt64("At") ?? 0)))];
    }
}

/// <summary>A queue message that was given up.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="MessageId">The message's id.</param>
/// <param name="Body">Its body.</param>
/// <param name="Reason">Why, as the queue or the reader said.</param>
/// <param name="At">When it was queued, UTC: the same for the same message.</param>
internal sealed record QueueDeadLetter(string Queue, string MessageId, string Body, string Reason, DateTimeOffset At);
