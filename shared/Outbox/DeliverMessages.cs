using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;

namespace Tipstaff.Outbox;

/// <summary>Delivers messages of the outbox: claim, look whether they are still wanted, write the mail, hand it over, record.</summary>
/// <remarks>
/// The mail is handed over before the record is written. A crash in between sends it again, with the same idempotency key
/// and <c>Message-ID</c>; recording as soon as a few deliveries are known keeps that span short.
/// </remarks>
public sealed class DeliverMessages(
    IOutbox outbox,
    ISubscriptions subscriptions,
    MailComposer composer,
    IEnumerable<IMailProvider> providers,
    IOptions<OutboxOptions> options,
    TimeProvider time,
    ILogger<DeliverMessages> logger)
{
    private const int MaxRecordsAtOnce = 64;

    private readonly IReadOnlyList<IMailProvider> _providers = [.. providers];

    /// <summary>Delivers what is due now, up to one batch.</summary>
    /// <returns>How many messages were claimed; 0 when nothing is due.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var due = await outbox.FindDueAsync(time.GetUtcNow(), options.Value.BatchSize, cancellationToken);
        return due.Count == 0 ? 0 : await RunAsync(due, cancellationToken);
    }

    /// <summary>Delivers those of the named messages that are due and that nobody else has claimed.</summary>
    /// <returns>How many were claimed.</returns>
    public async Task<int> RunAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var claimed = await outbox.ClaimAsync(keys, now, now + options.Value.Lease, cancellationToken);
        if (claimed.Count == 0)
        {
            return 0;
        }

        var records = Channel.CreateUnbounded<DeliveryRecord>(new UnboundedChannelOptions { SingleReader = true });
        var recording = RecordAsync(records.Reader, claimed.Count);
        using var sending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var leaseEnd = time.CreateTimer(_ => sending.Cancel(), state: null, options.Value.Lease - options.Value.LeaseMargin, Timeout.InfiniteTimeSpan);
        try
        {
            var owners = await subscriptions.FindAsync(
                [.. claimed.Select(claim => claim.Message).OfType<OutboxMessage.AlertMessage>().Select(message => message.Alert.Subscription).Distinct()],
                cancellationToken);
            await Task.WhenAll(claimed.Select(claim => DeliverAsync(claim, owners, records.Writer, sending.Token)));
        }
        finally
        {
            records.Writer.Complete();
            await recording;
        }

        return claimed.Count;
    }

    private async Task DeliverAsync(
        ClaimedMessage claim,
        IReadOnlyDictionary<SubscriptionId, Subscription> owners,
        ChannelWriter<DeliveryRecord> records,
        CancellationToken cancellationToken)
    {
        var delivery = await DecideAsync(claim, owners, cancellationToken);
        Report(claim, delivery);
        await records.WriteAsync(new DeliveryRecord(claim.Message.Key, claim.ClaimToken, delivery), CancellationToken.None);
    }

    private async Task<Delivery> DecideAsync(
        ClaimedMessage claim, IReadOnlyDictionary<SubscriptionId, Subscription> owners, CancellationToken cancellationToken)
    {
        // Attempts that left no record were crashes; a message that crashes its sender each time must not do so for ever.
        if (claim.Attempt > RetryPlan.Attempts)
        {
            return new Delivery.DeadLettered($"{claim.Attempt - 1} attempts, the last of which left no record", time.GetUtcNow());
        }

        var (mail, refusal) = await WriteMailAsync(claim.Message, owners, cancellationToken);
        return mail is null
            ? new Delivery.Suppressed(refusal, time.GetUtcNow())
            : await SendAsync(claim, mail, cancellationToken);
    }

    private async Task<(OutgoingMail? Mail, string Refusal)> WriteMailAsync(
        OutboxMessage message, IReadOnlyDictionary<SubscriptionId, Subscription> owners, CancellationToken cancellationToken)
    {
        switch (message)
        {
            case OutboxMessage.AlertMessage { Alert: var alert }:
                return owners.GetValueOrDefault(alert.Subscription) switch
                {
                    { State: SubscriptionState.Confirmed } owner when owner.ConfirmedAt <= alert.CreatedAt =>
                        (await composer.ComposeAlertAsync(alert, owner, cancellationToken), ""),
                    null => (null, "the subscription is gone"),
                    _ => (null, "the subscription was ended"),
                };

            case OutboxMessage.ConfirmationMessage:
                var pending = (await subscriptions.OfSubscriberAsync(message.Subscriber, cancellationToken))
                    .Where(subscription => subscription.State is SubscriptionState.Pending)
                    .ToList();
                return pending is []
                    ? (null, "nothing is left to confirm")
                    : (await composer.ComposeConfirmationAsync(message.Subscriber, pending[0].Address, pending, message.Key, cancellationToken), "");

            default:
                throw new UnreachableException();
        }
    }

    // The providers in their order: the next one is asked at once when one takes nothing; a refusal of the mail itself is final or waits.
    private async Task<Delivery> SendAsync(ClaimedMessage claim, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var reasons = new List<string>();
        TimeSpan? retryAfter = null;
        foreach (var provider in _providers)
        {
            var outcome = await provider.SendAsync(mail, cancellationToken);
            switch (outcome)
            {
                case SendOutcome.Accepted:
                    return new Delivery.Delivered(provider.Name, time.GetUtcNow());
                case SendOutcome.Refused { IsFinal: true } refused:
                    return new Delivery.DeadLettered($"{provider.Name}: {refused.Reason}", time.GetUtcNow());
                case SendOutcome.Refused refused:
                    reasons.Add($"{provider.Name}: {refused.Reason}");
                    break;
                case SendOutcome.Unavailable unavailable:
                    reasons.Add($"{provider.Name}: {unavailable.Reason}");
                    retryAfter = unavailable.RetryAfter > retryAfter ? unavailable.RetryAfter : retryAfter ?? unavailable.RetryAfter;
                    break;
                default:
                    throw new UnreachableException();
            }
        }

        var now = time.GetUtcNow();
        var reason = string.Join("; ", reasons);
        return RetryPlan.After(claim.Attempt, retryAfter) is { } wait
            ? new Delivery.Postponed(now + wait, reason)
            : new Delivery.DeadLettered(reason, now);
    }

    private async Task RecordAsync(ChannelReader<DeliveryRecord> records, int expected)
    {
        var written = 0;
        var sent = 0;
        var batch = new List<DeliveryRecord>(MaxRecordsAtOnce);
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

        if (written < sent)
        {
            logger.LeaseLost(sent - written);
        }

        Debug.Assert(sent <= expected, "No message is recorded twice in one run.");
    }

    private void Report(ClaimedMessage claim, Delivery delivery)
    {
        switch (delivery)
        {
            case Delivery.Delivered delivered:
                logger.Delivered(claim.Message.Key, delivered.Provider);
                break;
            case Delivery.Postponed postponed:
                logger.Postponed(claim.Message.Key, postponed.Until, claim.Attempt, postponed.Reason);
                break;
            case Delivery.Suppressed suppressed:
                logger.Suppressed(claim.Message.Key, suppressed.Reason);
                break;
            case Delivery.DeadLettered dead:
                logger.DeadLettered(claim.Message.Key, claim.Attempt, dead.Reason);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
