namespace Tipstaff.Retention;

/// <summary>Takes old things away, a batch at a time, so that nobody else waits long.</summary>
/// <remarks>
/// Entries, subscriptions and the marks of what was told stay: without the marks a document of consolidated cases would be told
/// again. The counts of delivered and suppressed messages stay, too, as they tell of all that ever were.
/// </remarks>
public interface IRetention
{
    /// <summary>
    /// Takes messages that <see cref="RetentionLimits.Takes"/> names, each with its body, its dead letter and the part of a digest that
    /// it told; and what queues gave up before that time.
    /// </summary>
    /// <returns>How many messages went in this batch, and whether there may be more.</returns>
    Task<RetentionBatch> TakeMessagesAsync(RetentionLimits limits, CancellationToken cancellationToken);

    /// <summary>Takes what courts sent and could not be read, as far as it is older than <see cref="RetentionLimits.SeenBefore"/>.</summary>
    /// <returns>How many items went in this batch, and whether there may be more.</returns>
    Task<RetentionBatch> TakeUnreadableAsync(RetentionLimits limits, CancellationToken cancellationToken);

    /// <summary>Takes notices that came about before <see cref="RetentionLimits.EndedBefore"/> and that operators were told.</summary>
    /// <returns>How many notices went in this batch, and whether there may be more.</returns>
    Task<RetentionBatch> TakeNoticesAsync(RetentionLimits limits, CancellationToken cancellationToken);
}

/// <summary>What a batch took.</summary>
/// <param name="Count">How many.</param>
/// <param name="MayBeMore">Whether another batch may find something.</param>
public readonly record struct RetentionBatch(int Count, bool MayBeMore);
