namespace Tipstaff.Outbox;

/// <summary>The messages that a head's queues gave up; a head without queues has none.</summary>
public interface IQueueLetters
{
    /// <summary>The newest, newest first.</summary>
    Task<IReadOnlyList<QueueLetter>> ListAsync(int max, CancellationToken cancellationToken);
}

/// <summary>A message that a queue gave up, without its body.</summary>
/// <param name="Queue">The queue.</param>
/// <param name="MessageId">The message's id.</param>
/// <param name="Reason">Why, as the queue or the reader said.</param>
/// <param name="At">When it was queued, UTC.</param>
public sealed record QueueLetter(string Queue, string MessageId, string Reason, DateTimeOffset At);
