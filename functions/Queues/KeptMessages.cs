using System.Text;
using Azure.Messaging.ServiceBus;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;

namespace Tipstaff.Functions.Queues;

/// <summary>Keeps messages that cannot be read, or failed too often, in the table of dead letters, and tells operators.</summary>
public sealed class KeptMessages
{
    private readonly TableDeadLetters _letters;
    private readonly IOperatorNotices _notices;
    private readonly TimeProvider _time;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal KeptMessages(TableDeadLetters letters, IOperatorNotices notices, TimeProvider time) => (_letters, _notices, _time) = (letters, notices, time);

    /// <summary>Writes the message down as it came. Twice is once.</summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why it is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(string queue, ServiceBusReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        var letter = new QueueDeadLetter(queue, message.MessageId ?? "", Encoding.UTF8.GetString(message.Body.ToMemory().Span), reason, message.EnqueuedTime);
        await _letters.AddAsync(letter, cancellationToken);
        await _notices.AddAsync(
            [
                OperatorNotice.Of(
                    NoticeKind.QueueMessageKept,
                    ContentKey.Of(queue, letter.MessageId, letter.Body),
                    _time.GetUtcNow(),
                    $"A message of the queue {queue} was kept in the table of dead letters, as {reason}. "
                    + "Nothing waits for it: what it was about is found again by the next check or sweep. Look whether it was ours."),
            ],
            cancellationToken);
    }
}
