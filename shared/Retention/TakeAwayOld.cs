using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Erasures;

namespace Tipstaff.Retention;

/// <summary>Takes away what has been kept for as long as it may be.</summary>
public sealed class TakeAwayOld(
    IRetention retention, IEnumerable<IKeptMail> mails, IOptions<RetentionOptions> options, TimeProvider time, ILogger<TakeAwayOld> logger)
{
    // A run ends, however much there is; the next one goes on.
    private const int MostBatches = 2_000;

    /// <summary>Takes it away, batch by batch. What a crash leaves, the next run takes.</summary>
    /// <returns>How many messages, items, notices and kept mails went.</returns>
    public async Task<long> RunAsync(CancellationToken cancellationToken)
    {
        var limits = RetentionLimits.At(time.GetUtcNow(), options.Value);
        var count = await RunAsync(() => retention.TakeMessagesAsync(limits, cancellationToken), cancellationToken)
            + await RunAsync(() => retention.TakeUnreadableAsync(limits, cancellationToken), cancellationToken)
            + await RunAsync(() => retention.TakeNoticesAsync(limits, cancellationToken), cancellationToken);
        foreach (var kept in mails)
        {
            count += await kept.TakeAsync(limits.EndedBefore, cancellationToken);
        }

        if (count > 0)
        {
            logger.TakenAway(count);
        }

        return count;
    }

    private static async Task<long> RunAsync(Func<Task<RetentionBatch>> take, CancellationToken cancellationToken)
    {
        var count = 0L;
        for (var batch = 0; batch < MostBatches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var taken = await take();
            count += taken.Count;
            if (!taken.MayBeMore)
            {
                break;
            }
        }

        return count;
    }
}
