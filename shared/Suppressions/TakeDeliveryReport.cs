using System.Globalization;
using Microsoft.Extensions.Logging;
using Tipstaff.Canaries;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Suppressions;

/// <summary>Takes what a provider tells of a mail: bounces and complaints suppress an address after the usual rules, and operators hear of it.</summary>
public sealed class TakeDeliveryReport(ISuppressions suppressions, IOutbox outbox, CanaryArrivals canary, ILogger<TakeDeliveryReport> logger)
{
    private const int MaxRaces = 10;

    /// <summary>Takes the report. Taking it twice changes nothing.</summary>
    /// <returns>What is known of the address after it; null when the report names nobody that is known.</returns>
    public async Task<AddressRecord?> RunAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        var subscriber = report.Subscriber ?? (report.Message is null ? null : await outbox.FindSubscriberAsync(report.Message, cancellationToken));
        if (subscriber is null)
        {
            logger.ReportOfNobody(report.Kind, report.Message);
            return null;
        }

        await canary.ReportedAsync(report with { Subscriber = subscriber }, cancellationToken);
        for (var race = 0; race < MaxRaces; race++)
        {
            var found = await suppressions.FindAsync([subscriber], cancellationToken);
            var before = found.GetValueOrDefault(subscriber) ?? AddressRecord.New(subscriber);
            var after = before.After(report);
            var isSuppressed = after.Cause is not null && after.Cause != before.Cause;
            if (after == before || await suppressions.TryWriteAsync(after, isSuppressed ? Notice(after) : null, cancellationToken))
            {
                if (isSuppressed)
                {
                    logger.AddressSuppressed(subscriber, after.Cause!.Value);
                }

                return after;
            }
        }

        throw new InvalidOperationException($"A delivery report lost {MaxRaces} races in a row for the record of subscriber {subscriber}; deliver it again.");
    }

    private static OperatorNotice Notice(AddressRecord record) => OperatorNotice.Of(
        NoticeKind.AddressSuppressed,
        $"{record.Subscriber} {record.Cause} {record.SuppressedAt!.Value.ToString("O", CultureInfo.InvariantCulture)}",
        record.SuppressedAt.Value,
        $"Subscriber {record.Subscriber} is sent no more alerts: {record.Objection}{(record.Reason is { Length: > 0 } reason ? $" ({reason})" : "")}. "
            + (record.Cause is SuppressionCause.Complaint
                ? "It is not asked to confirm anything either."
                : "Confirming a subscription anew lifts that."));
}
