using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Outbox;

/// <summary>Records deliveries as soon as a few are known, which keeps the span short in which a crash sends a mail again.</summary>
/// <param name="outbox">Where.</param>
/// <param name="underWay">What is being sent; ended for each message that is written down.</param>
/// <param name="tally">Is told of what was written.</param>
/// <param name="mostAtOnce">How many are written at once; 1 to be told of each whether it was.</param>
/// <param name="time">Measures the waits.</param>
/// <param name="logger">Is told of what was not written.</param>
internal sealed class DeliveryRecorder(IOutbox outbox, UnderWay underWay, DeliveryTally tally, int mostAtOnce, TimeProvider time, ILogger logger)
{
    /// <summary>As many as go well into one step of a store.</summary>
    public const int UsualAtOnce = 64;

    // What a provider took and nobody wrote down would be sent again, so that a store that is throttled or away for a moment is asked again.
    private static readonly TimeSpan[] Waits = [.. new[] { 1, 2, 4, 8, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long a store that fails is asked again.</summary>
    public static TimeSpan LongestWait => TimeSpan.FromSeconds(Waits.Sum(wait => wait.TotalSeconds));

    /// <summary>Writes down what comes, some deliveries at a time, until the channel is closed and empty.</summary>
    /// <param name="records">What became of the messages.</param>
    /// <param name="sending">Cancelled when writing fails, be it once: what cannot be written down must not be sent.</param>
    /// <returns>Those that were written.</returns>
    public async Task<IReadOnlyList<DeliveryRecord>> RunAsync(ChannelReader<DeliveryRecord> records, CancellationTokenSource sending)
    {
        var lost = 0;
        var recorded = new List<DeliveryRecord>();
        var batch = new List<DeliveryRecord>(mostAtOnce);
        try
        {
            while (await records.WaitToReadAsync(CancellationToken.None))
            {
                while (batch.Count < mostAtOnce && records.TryRead(out var record))
                {
                    batch.Add(record);
                }

                var written = await RecordAsync(batch, sending);
                tally.Add(written);
                lost += batch.Count - written.Count;
                recorded.AddRange(written);
                batch.ForEach(record => underWay.End(record.Key, record.ClaimToken));
                batch.Clear();
            }
        }
        catch
        {
            Stop(sending);
            throw;
        }

        if (lost > 0)
        {
            logger.LeaseLost(lost);
        }

        return recorded;
    }

    private async Task<IReadOnlyList<DeliveryRecord>> RecordAsync(List<DeliveryRecord> batch, CancellationTokenSource sending)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await outbox.RecordAsync(batch, CancellationToken.None);
            }
            catch (Exception error) when (failures < Waits.Length)
            {
                logger.RecordFailed(batch.Count, failures + 1, Waits[failures], error);
                Stop(sending);
            }

            await Task.Delay(Waits[failures], time, CancellationToken.None);
        }
    }

    // At once and on this thread: CancelAsync goes through the thread pool, and the same run would not be the same each time.
    private static void Stop(CancellationTokenSource sending) => sending.Cancel();
}
