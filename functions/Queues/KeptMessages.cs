using System.Text;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;

namespace Tipstaff.Functions.Queues;

/// <summary>Keeps messages that cannot be read, or failed too often, in the table of dead letters, and tells operators.</summary>
public sealed class KeptMessages(TableServiceClient tables, IOperatorNotices notices, TimeProvider time)
{
    /// <summary>The partition of these rows.</summary>
    public const string Partition = "queue";

    // A message has 256 KB at most, a property 64 KB: 32 K characters.
    private const int PartLength = 30_000;
    private const int MaxParts = 12;

    /// <summary>Writes the message down as it came. Twice is once.</summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why it is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(string queue, ServiceBusReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var body = Encoding.UTF8.GetString(message.Body.ToMemory().Span);
        var id = ContentKey.Of(queue, message.MessageId ?? "", body);
        var row = new TableEntity(Partition, id)
        {
            ["Queue"] = queue,
            ["MessageId"] = message.MessageId,
            ["KeptAt"] = now,
            ["Reason"] = reason.Length <= OperatorNotice.MaxTextLength ? reason : reason[..OperatorNotice.MaxTextLength],
        };
        for (var part = 0; part < MaxParts && part * PartLength < body.Length; part++)
        {
            row[$"Body{part}"] = body.Substring(part * PartLength, Math.Min(PartLength, body.Length - (part * PartLength)));
        }

        await tables.GetTableClient(TableNames.DeadLetters).UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
        await notices.AddAsync(
            [
                OperatorNotice.Of(
                    NoticeKind.QueueMessageKept,
                    id,
                    now,
                    $"A message of the queue {queue} was kept in the table {TableNames.DeadLetters} ({Partition}, {id}), as {reason}. "
                    + "Nothing waits for it: what it was about is found again by the next check or sweep. Look whether it was ours."),
            ],
            cancellationToken);
    }
}
