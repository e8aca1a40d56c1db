using Azure.Messaging.ServiceBus;
using Tipstaff.Functions.Storage;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Operators;

namespace Tipstaff.Functions.Queues;

/// <summary>Keeps messages that cannot be read, or failed too often, in the table of dead letters, and tells operators.</summary>
/// <remarks>
/// Where that fails the fault comes late: the broker gives a message out again at once, would give it up within a second, and asks
/// without end for one that it has given up.
/// </remarks>
public sealed class KeptMessages
{
    private const int MaxReasonLength = 2_000;

    // So that the advice behind it is not cut off.
    private const int MaxReasonToldLength = 500;

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(20);

    private readonly TableDeadLetters _letters;
    private readonly IOperatorNotices _notices;
    private readonly TipstaffMeter _meter;
    private readonly TimeProvider _time;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal KeptMessages(TableDeadLetters letters, IOperatorNotices notices, TipstaffMeter meter, TimeProvider time) =>
        (_letters, _notices, _meter, _time) = (letters, notices, meter, time);

    /// <summary>Writes the message down as it came. Twice is once.</summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="message">The message.</param>
    /// <param name="reason">Why it is kept.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task KeepAsync(string queue, ServiceBusReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(queue, message, CourtText.Clean(reason, MaxReasonLength), cancellationToken);
        }
        catch when (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(AfterFault, _time, cancellationToken);
            throw;
        }
    }

    private async Task WriteAsync(string queue, ServiceBusReceivedMessage message, string reason, CancellationToken cancellationToken)
    {
        var body = KeptBody.Of(message.Body);
        var letter = new QueueDeadLetter(queue, CourtText.Clean(message.MessageId ?? "", MaxReasonLength), body.Text, reason + body.Note, message.EnqueuedTime);
        await _letters.AddAsync(letter, cancellationToken);
        _meter.DeadLettered(DeadLetterChannel.Queue);
        await _notices.AddAsync(
            [
                OperatorNotice.Of(
                    NoticeKind.QueueMessageKept,
                    ContentKey.Of(queue, letter.MessageId, letter.Body),
                    _time.GetUtcNow(),
                    $"A message of the queue {queue} was kept in the table of dead letters, as {CourtText.Clean(letter.Reason, MaxReasonToldLength)}. "
                    + "Nothing waits for it: what it was about is found again by the next check or sweep. Look whether it was ours."),
            ],
            cancellationToken);
    }
}
