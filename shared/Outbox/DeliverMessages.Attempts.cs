using System.Threading.Channels;
using Tipstaff.Alerts;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tracing;

namespace Tipstaff.Outbox;

/// <content>The attempts: each message as soon as there is a place for it.</content>
public sealed partial class DeliverMessages
{
    private async Task DeliverAsync(IReadOnlyList<ClaimedMessage> claimed, Lane lane, ChannelWriter<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        var sending = new List<Task>(claimed.Count);
        var begun = 0;
        try
        {
            while (begun < claimed.Count)
            {
                var next = claimed.Skip(begun).Take(lane.LookedAtAtOnce).ToList();
                await lane.Places.TakeAsync(next.Count, cancellationToken);
                Recipients known;
                try
                {
                    known = await recipients.FindAsync(next.ConvertAll(claim => claim.Message), cancellationToken);
                }
                catch
                {
                    lane.Places.Release(next.Count);
                    throw;
                }

                sending.AddRange(next.Select(claim => DeliverAsync(claim, lane, known, records, cancellationToken)));
                begun += next.Count;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            foreach (var claim in claimed.Skip(begun))
            {
                records.TryWrite(Record(claim, new Delivery.Returned(Pin: claim.Pin)));
            }
        }
        finally
        {
            await Task.WhenAll(sending);
        }
    }

    private async Task DeliverAsync(ClaimedMessage claim, Lane lane, Recipients known, ChannelWriter<DeliveryRecord> records, CancellationToken cancellationToken)
    {
        using var span = Spans.Begin("deliver", claim.Message.Trace);
        try
        {
            var sent = await DecideAsync(claim, known, cancellationToken);
            Tag(span, claim, sent.Delivery);
            if (sent.Bounce is { } bounce && claim.Message is not OutboxMessage.OperatorMessage)
            {
                // Before the record, so that a crash in between only does it again.
                await report.RunAsync(BounceOf(claim, bounce, sent.Delivery), CancellationToken.None);
            }

            if (sent.Delivery is Delivery.Delivered delivered && claim.Message is OutboxMessage.AlertMessage { Alert: var told })
            {
                await canary.TakenAsync(told, delivered, CancellationToken.None);
            }

            logger.Report(claim, sent.Delivery);
            records.TryWrite(Record(claim, sent.Delivery));
            if (sent.Delivery is Delivery.Delivered && !claim.IsWebhook && known.Records.GetValueOrDefault(claim.Message.Subscriber) is { SoftInARow: > 0 })
            {
                await report.RunAsync(Answer(claim, DeliveryReportKind.Delivered, ""), CancellationToken.None);
            }
        }
        catch (Exception fault)
        {
            span.Fail(fault, logger);
            throw;
        }
        finally
        {
            lane.Places.Release();
        }

        await providers.SaveAsync(CancellationToken.None);
    }

    private async Task<SendResult> DecideAsync(ClaimedMessage claim, Recipients known, CancellationToken cancellationToken)
    {
        // Attempts that left no record were crashes; a message that crashes its sender each time must not do so for ever.
        if (claim.Attempt > RetryPlan.Attempts)
        {
            return new SendResult(new Delivery.DeadLettered($"{claim.Attempt - 1} attempts, the last of which left no record", time.GetUtcNow()));
        }

        try
        {
            var written = await _writer.WriteAsync(claim, known, cancellationToken);
            if (written.Mail is not null)
            {
                return await providers.SendAsync(written.Mail, claim, cancellationToken);
            }

            if (written.WebhookOf is { } owner)
            {
                return await SendWebhookAsync(claim, ((OutboxMessage.AlertMessage)claim.Message).Alert, owner, cancellationToken);
            }

            if (written.Digest is { } digest)
            {
                return new SendResult(new Delivery.Folded(digest, time.GetUtcNow()));
            }

            // Before the record, so that a crash in between only does it again.
            if (written.IsUnwanted && claim.Message is OutboxMessage.AlertMessage { Alert: var unsent })
            {
                await passOn.RunAsync(unsent, cancellationToken);
            }

            return new SendResult(
                written.HeldUntil is { } until ? new Delivery.Returned(until, claim.Pin) : new Delivery.Suppressed(written.Refusal, time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new SendResult(new Delivery.Returned(Pin: claim.Pin));
        }
    }

    private async Task<SendResult> SendWebhookAsync(ClaimedMessage claim, Alert alert, Subscription owner, CancellationToken cancellationToken)
    {
        var sent = await webhooks.SendAsync(claim, alert, owner, cancellationToken);
        if (sent.Delivery is Delivery.Suppressed)
        {
            await passOn.RunAsync(alert, cancellationToken);
        }

        return sent;
    }

    // Receivers are others' machines: what they make wait takes no mail's place.
    private sealed record Lane(Places Places, int LookedAtAtOnce);
}
