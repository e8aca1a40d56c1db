using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Outbox;

/// <summary>Records deliveries as soon as a few are known, which keeps the span short in which a crash sends a mail again.</summary>
internal sealed class DeliveryRecorder(IOutbox outbox, UnderWay underWay, TimeProvider time, ILogger logger)
{
    private const int MaxRecordsAtOnce = 64;

    // What a provider took and nobody wrote down would be sent again, so that a store that is throttled or away for a moment is asked again.
    private static readonly TimeSpan[] Waits = [.. new[] { 1, 2, 4, 8, 15, 30 }.Select(seconds => TimeSpan.FromSeconds(seconds))];

    /// <summary>How long a store that fails is asked again.</summary>
    public static TimeSpan LongestWait => TimeSpan.FromSeconds(Waits.Sum(wait => wait.TotalSeconds));

    /// <summary>Writes down what comes, some deliveries at a time, until the channel is closed and empty.</summary>
    /// <param name="records">What became of the messages.</param>
    /// <param name="sending">Cancelled when writing fails, be it once: what cannot be written down must not be sent.</param>
    public async Task RunAsync(ChannelReader<DeliveryRecord> records, CancellationTokenSource sending)
    {
        var (written, sent) = (0, 0);
        var batch = new List<DeliveryRecord>(MaxRecordsAtOnce);
        try
        {
            while (await records.WaitToReadAsync(CancellationToken.None))
            {
                while (batch.Count < MaxRecordsAtOnce && records.TryRead(out var record))
                {
                    batch.Add(record);
                }

                written += await RecordAsync(batch, sending);
                sent += batch.Count;
                batch.ForEach(record => underWay.End(record.Key, record.ClaimToken));
                batch.Clear();
            }
        }
        catch
        {
            Stop(sending);
            throw;
        }

        if (written < sent)
        {
            logger.LeaseLost(sent - written);
        }
    }

    private async Task<int> RecordAsync(List<DeliveryRecord> batch, CancellationTokenSource sending)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await outbox.RecordAsync(batch, CancellationToken.None);
            }
            catch when (failures < Waits.Length)
            {
                Stop(sending);
            }

            await Task.Delay(Waits[failures], time, CancellationToken.None);
        }
    }

    // At once and on this thread: CancelAsync goes through the thread pool, and the same run would not be the same each time.
    private static void Stop(CancellationTokenSource sending) => sending.Cancel();
}
