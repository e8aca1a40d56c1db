using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Outbox;

/// <summary>Records deliveries as soon as a few are known, which keeps the span short in which a crash sends a mail again.</summary>
internal sealed class DeliveryRecorder(IOutbox outbox, ILogger logger)
{
    private const int MaxRecordsAtOnce = 64;

    /// <summary>Writes down what comes, some deliveries at a time, until the channel is closed and empty.</summary>
    /// <param name="records">What became of the messages.</param>
    /// <param name="sending">Cancelled when writing fails: what cannot be written down must not be sent.</param>
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

                written += await outbox.RecordAsync(batch, CancellationToken.None);
                sent += batch.Count;
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

    // At once and on this thread: CancelAsync goes through the thread pool, and the same run would not be the same each time.
    private static void Stop(CancellationTokenSource sending) => sending.Cancel();
}
