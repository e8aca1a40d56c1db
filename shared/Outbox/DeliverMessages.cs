using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>Delivers messages of the outbox: claim, look whether they are still wanted, write the mail, hand it over, record.</summary>
/// <remarks>
/// A message is looked at only when a provider has a place for it, so that who unsubscribes while others wait is not mailed. The
/// mail is handed over before the record is written. A crash in between sends it again, with the same idempotency key and
/// <c>Message-ID</c>; recording as soon as a few deliveries are known keeps that span short.
/// </remarks>
/// <exception cref="OptionsValidationException">On construction: a provider may hand over for longer than the margin of the lease.</exception>
public sealed class DeliverMessages(
    IOutbox outbox,
    ISubscriptions subscriptions,
    MailComposer composer,
    PassOnDocuments passOn,
    IEnumerable<IMailProvider> providers,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<DeliverMessages> logger)
{
    private const int MaxLostRaces = 3;

    // A part of the places: one question to the store for several messages, while the others are being sent.
    private const int PartLookedAtAtOnce = 8;

    private readonly OutboxOptions _options = options.Value;
    private readonly ProviderChain _providers = new(providers, options.Value.LeaseMargin, time);
    private readonly SemaphoreSlim _places = new(providers.Max(provider => provider.MostAtOnce));
    private readonly int _lookedAtAtOnce = Math.Max(1, providers.Max(provider => provider.MostAtOnce) / PartLookedAtAtOnce);
    private readonly SemaphoreSlim _intake = new(1);
    private readonly DeliveryRecorder _recorder = new(outbox, logger);
    private readonly MessageWriter _writer = new(subscriptions, composer);

    /// <summary>Delivers what is due now, up to one batch.</summary>
    /// <returns>How many messages were claimed; 0 when <see cref="ClaimDueAsync"/> finds none.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        if (await ClaimDueAsync(cancellationToken) is not { } batch)
        {
            return 0;
        }

        await RunAsync(batch, cancellationToken);
        return batch.Messages.Count;
    }

    /// <summary>Delivers those of the named messages that are due and that nobody else has claimed.</summary>
    /// <returns>How many were claimed.</returns>
    public async Task<int> RunAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        if (await ClaimAsync(keys, cancellationToken) is not { } batch)
        {
            return 0;
        }

        await RunAsync(batch, cancellationToken);
        return batch.Messages.Count;
    }

    /// <summary>Claims what is due now, up to one batch, to be delivered at once.</summary>
    /// <returns>Null when nothing is due, or when others were faster three times in a row.</returns>
    public async Task<ClaimedBatch?> ClaimDueAsync(CancellationToken cancellationToken)
    {
        for (var lost = 0; lost < MaxLostRaces; lost++)
        {
            var due = await outbox.FindDueAsync(time.GetUtcNow(), _options.BatchSize, cancellationToken);
            if (due.Count == 0)
            {
                return null;
            }

            if (await ClaimAsync(due, cancellationToken) is { } batch)
            {
                return batch;
            }
        }

        return null;
    }

    /// <summary>Delivers claimed messages.</summary>
    /// <param name="batch">The messages.</param>
    /// <param name="cancellationToken">
    /// Ends it early: what is being handed over is seen through and recorded, all else given back. That is no fault.
    /// </param>
    public async Task RunAsync(ClaimedBatch batch, CancellationToken cancellationToken)
    {
        var left = batch.LeaseUntil - _options.LeaseMargin - time.GetUtcNow();
        using var lease = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Token);
        var records = Channel.CreateUnbounded<DeliveryRecord>(new UnboundedChannelOptions { SingleReader = true });
        var recording = _recorder.RunAsync(records.Reader, sending);
        try
        {
            await DeliverAsync(batch.Messages, records.Writer, sending.Token);
        }
        finally
        {
            records.Writer.Complete();
            await recording;
        }
    }

    private async Task<ClaimedBatch?> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var claimed = await outbox.ClaimAsync(keys, now, now + _options.Lease, cancellationToken);
        return claimed.Count == 0 ? null : new ClaimedBatch(claimed, now + _options.Lease);
    }

    private async Task DeliverAsync(IReadOnlyList<ClaimedMessage> claimed, ChannelWriter<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        var sending = new List<Task>(claimed.Count);
        var begun = 0;
        try
        {
            while (begun < claimed.Count)
            {
                var next = claimed.Skip(begun).Take(_lookedAtAtOnce).ToList();
                await TakePlacesAsync(next.Count, cancellationToken);
                IReadOnlyDictionary<SubscriptionId, Subscription> owners;
                try
                {
                    owners = await _writer.OwnersAsync(next.Select(claim => claim.Message), cancellationToken);
                }
                catch
                {
                    _places.Release(next.Count);
                    throw;
                }

                sending.AddRange(next.Select(claim => DeliverAsync(claim, owners, records, cancellationToken)));
                begun += next.Count;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var claim in claimed.Skip(begun))
            {
                records.TryWrite(new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Returned()));
            }
        }
        finally
        {
            await Task.WhenAll(sending);
        }
    }

    // One batch at a time gathers places, so that no two wait for those that the other has gathered.
    private async Task TakePlacesAsync(int count, CancellationToken cancellationToken)
    {
        var taken = 0;
        await _intake.WaitAsync(cancellationToken);
        try
        {
            for (; taken < count; taken++)
            {
                await _places.WaitAsync(cancellationToken);
            }
        }
        catch when (taken > 0)
        {
            _places.Release(taken);
            throw;
        }
        finally
        {
            _intake.Release();
        }
    }

    private async Task DeliverAsync(
        ClaimedMessage claim,
        IReadOnlyDictionary<SubscriptionId, Subscription> owners,
        ChannelWriter<DeliveryRecord> records,
        CancellationToken cancellationToken)
    {
        try
        {
            var delivery = await DecideAsync(claim, owners, cancellationToken);
            logger.Report(claim, delivery);
            records.TryWrite(new DeliveryRecord(claim.Message.Key, claim.ClaimToken, delivery));
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<Delivery> DecideAsync(
        ClaimedMessage claim, IReadOnlyDictionary<SubscriptionId, Subscription> owners, CancellationToken cancellationToken)
    {
        // Attempts that left no record were crashes; a message that crashes its sender each time must not do so for ever.
        if (claim.Attempt > RetryPlan.Attempts)
        {
            return new Delivery.DeadLettered($"{claim.Attempt - 1} attempts, the last of which left no record", time.GetUtcNow());
        }

        try
        {
            var (mail, refusal) = await _writer.WriteAsync(claim.Message, owners, cancellationToken);
            if (mail is not null)
            {
                return await _providers.SendAsync(mail, claim.Attempt, cancellationToken);
            }

            // Before the record, so that a crash in between only does it again.
            if (claim.Message is OutboxMessage.AlertMessage { Alert: var unsent })
            {
                await passOn.RunAsync(unsent, cancellationToken);
            }

            return new Delivery.Suppressed(refusal, time.GetUtcNow());
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new Delivery.Returned();
        }
    }
}
