using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Digests;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Outbox;

/// <summary>Delivers messages of the outbox: claim, look whether they are still wanted, write the mail or webhook, hand it over, record.</summary>
/// <remarks>
/// A message is looked at only when a provider has a place for it, so that who unsubscribes while others wait is not mailed. The
/// mail is handed over before the record is written. A crash in between sends it again, with the same idempotency key and
/// <c>Message-ID</c>; recording as soon as a few deliveries are known keeps that span short.
/// </remarks>
public sealed partial class DeliverMessages(
    IOutbox outbox,
    ISubscriptions subscriptions,
    IRecipients recipients,
    MailComposer composer,
    DigestDesk digests,
    PassOnDocuments passOn,
    TakeDeliveryReport report,
    CanaryArrivals canary,
    ProviderChain providers,
    SendWebhook webhooks,
    IOptions<OutboxOptions> options,
    TipstaffMeter meter,
    TimeProvider time,
    ILogger<DeliverMessages> logger)
{
    private const int MaxLostRaces = 3;

    // A part of the places: one question to the store for several messages, while the others are being sent.
    private const int PartLookedAtAtOnce = 8;

    private readonly OutboxOptions _options = options.Value;
    private readonly Places _places = new(providers.MostAtOnce);
    private readonly Places _webhookPlaces = new(webhooks.MostLookedAtAtOnce);
    private readonly int _lookedAtAtOnce = Math.Max(1, providers.MostAtOnce / PartLookedAtAtOnce);
    private readonly UnderWay _underWay = new();
    private readonly MessageWriter _writer = new(subscriptions, digests, composer, canary, time);

    /// <summary>Until when no mail is claimed, as the breakers of all providers are open, UTC; null when one may be. Look again then, not earlier.</summary>
    public DateTimeOffset? HeldUntil => providers.HeldUntil;

    /// <summary>Until when a message is held, UTC; null when it may be claimed now, as a webhook always may.</summary>
    /// <param name="key">The message; one that is unknown counts as mail.</param>
    /// <param name="cancellationToken">Stops waiting for the breakers, which are read unless that was done lately.</param>
    public async Task<DateTimeOffset?> FindHeldUntilAsync(IdempotencyKey key, CancellationToken cancellationToken)
    {
        await providers.LookAsync(cancellationToken);
        return HeldUntil is { } until && await outbox.FindWebhooksAsync([key], cancellationToken) is [] ? until : null;
    }

    /// <summary>How many mails are of use on a queue now: none while all providers are held, one while no more than a trial may be made.</summary>
    /// <param name="max">The most that are wanted.</param>
    /// <param name="cancellationToken">Stops waiting for the breakers, which are read unless that was done lately.</param>
    public async Task<int> LookHowManyAreOfUseAsync(int max, CancellationToken cancellationToken)
    {
        await providers.LookAsync(cancellationToken);
        return providers.MostOfUse(max);
    }

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
    /// <returns>
    /// What became of those that were claimed, as it is written down; of mails none while no provider can be asked. A message is left
    /// out whose claim went to another process before the record, or of whose record the store's answer was lost: the sweep finds it.
    /// </returns>
    public async Task<IReadOnlyList<RecordedDelivery>> RunAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        await providers.LookAsync(cancellationToken);
        var free = HeldUntil is null ? keys : await outbox.FindWebhooksAsync(keys, cancellationToken);
        if (free.Count == 0 || await ClaimAsync(free, cancellationToken) is not { } batch)
        {
            return [];
        }

        var attempts = batch.Messages.ToDictionary(claim => claim.Message.Key, claim => claim.Attempt);
        var recorded = await RunAsync(batch, recordedAtOnce: 1, cancellationToken);
        return [.. recorded.Select(record => new RecordedDelivery(record.Key, attempts[record.Key], record.Delivery))];
    }

    /// <summary>Claims what is due now, up to one batch, to be delivered at once.</summary>
    /// <returns>
    /// Null when nothing is due, or when others were faster three times in a row. While no provider can be asked, see
    /// <see cref="HeldUntil"/>, that is said of webhooks alone.
    /// </returns>
    public async Task<ClaimedBatch?> ClaimDueAsync(CancellationToken cancellationToken)
    {
        await providers.LookAsync(cancellationToken);
        for (var lost = 0; lost < MaxLostRaces; lost++)
        {
            var due = await FindDueAsync(cancellationToken);
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
    public Task RunAsync(ClaimedBatch batch, CancellationToken cancellationToken) => RunAsync(batch, DeliveryRecorder.UsualAtOnce, cancellationToken);

    private async Task<IReadOnlyList<DeliveryRecord>> RunAsync(ClaimedBatch batch, int recordedAtOnce, CancellationToken cancellationToken)
    {
        using var underWay = _underWay.Begin(batch.Messages);
        var left = batch.LeaseUntil - _options.LeaseMargin - time.GetUtcNow();
        using var lease = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Token);
        var records = Channel.CreateUnbounded<DeliveryRecord>(new UnboundedChannelOptions { SingleReader = true });
        var recording = new DeliveryRecorder(outbox, _underWay, new DeliveryTally(meter, batch.Messages), recordedAtOnce, time, logger).RunAsync(records.Reader, sending);
        try
        {
            await Task.WhenAll(
                DeliverAsync(batch.Mails, new Lane(_places, _lookedAtAtOnce), records.Writer, sending.Token),
                DeliverAsync(batch.Webhooks, new Lane(_webhookPlaces, LookedAtAtOnce: 1), records.Writer, sending.Token));
        }
        finally
        {
            records.Writer.Complete();
            await recording;
        }

        return await recording;
    }

    private async Task<IReadOnlyCollection<IdempotencyKey>> FindDueAsync(CancellationToken cancellationToken)
    {
        var (now, mails) = (time.GetUtcNow(), providers.MostOfUse(_options.BatchSize));
        if (mails == _options.BatchSize)
        {
            return await outbox.FindDueAsync(now, mails, cancellationToken);
        }

        // Whatever becomes of the mail that is tried first, webhooks neither wait for it nor take its place.
        var hooks = await outbox.FindDueWebhooksAsync(now, _options.BatchSize, cancellationToken);
        return mails == 0
            ? hooks
            : [.. hooks, .. (await outbox.FindDueAsync(now, hooks.Count + mails, cancellationToken)).Except(hooks).Take(mails)];
    }

    private async Task<ClaimedBatch?> ClaimAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        // Where the clock was set forward, or the machine slept, leases of what is being sent seem to have lapsed.
        var claimed = await outbox.ClaimAsync(_underWay.Without(keys), now, now + _options.Lease, providers.First, cancellationToken);
        return claimed.Count == 0 ? null : new ClaimedBatch(claimed, now + _options.Lease);
    }
}
