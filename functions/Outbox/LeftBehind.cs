using Microsoft.Extensions.Logging;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Finishes what crashes left unfinished in the tables, and queues the messages that were left without anybody knowing.</summary>
/// <remarks>
/// Whether a message that is due has one on the queue is not written down anywhere, so that it may get a second one: the claim
/// makes that harmless. While all providers are held no mail is queued, as what is there waits for them already; webhooks are.
/// </remarks>
public sealed class LeftBehind
{
    private const int MostAtOnce = 500;

    private readonly PartitionSweep _sweep;
    private readonly DeliverMessages _deliver;
    private readonly IDeliveryQueue _queue;
    private readonly ILogger<LeftBehind> _logger;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal LeftBehind(PartitionSweep sweep, DeliverMessages deliver, IDeliveryQueue queue, ILogger<LeftBehind> logger) =>
        (_sweep, _deliver, _queue, _logger) = (sweep, deliver, queue, logger);

    /// <summary>Looks through everything: some 220 operations for 200 courts. Notices are moved to the operators' partition, too.</summary>
    /// <param name="dueBefore">Messages that were due, and claims that had lapsed, by that moment, UTC.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many messages were queued, the longest due first.</returns>
    public async Task<int> QueueAsync(DateTimeOffset dueBefore, CancellationToken cancellationToken) =>
        await QueueAsync(await _sweep.RunAsync(dueBefore, MostAtOnce, cancellationToken), cancellationToken);

    /// <summary>Looks at one court: one operation where nothing is unfinished.</summary>
    /// <param name="court">The court.</param>
    /// <param name="dueBefore">Messages that were due, and claims that had lapsed, by that moment, UTC.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many messages were queued.</returns>
    public async Task<int> QueueAsync(CourtId court, DateTimeOffset dueBefore, CancellationToken cancellationToken)
    {
        try
        {
            return await QueueAsync(await _sweep.RunAsync(court.Value, dueBefore, cancellationToken), cancellationToken);
        }
        catch (StorageException fault)
        {
            // A damaged row must not keep its court from being checked.
            _logger.NotSwept(court.Value, fault);
            return 0;
        }
    }

    private async Task<int> QueueAsync(IReadOnlyList<DueMessage> left, CancellationToken cancellationToken)
    {
        if (left.Count == 0)
        {
            return 0;
        }

        var most = await _deliver.LookHowManyAreOfUseAsync(MostAtOnce, cancellationToken);
        var mails = left.Where(due => !due.IsWebhook).OrderBy(due => due.DueAt).Take(most);
        var webhooks = left.Where(due => due.IsWebhook);
        IReadOnlyList<IdempotencyKey> queued = [.. mails.Concat(webhooks).OrderBy(due => due.DueAt).Take(MostAtOnce).Select(due => due.Key)];
        await _queue.EnqueueAsync(queued, cancellationToken);
        return queued.Count;
    }
}
