using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Outbox;
using Tipstaff.Suppressions;

namespace Tipstaff.Canaries;

/// <summary>Writes down that the canary's entries arrived: when a provider took their mail, or reported it as delivered where it does.</summary>
/// <remarks>It never harms the delivery that it watches: a row that cannot be written is logged, and the entry counts as missing.</remarks>
public sealed class CanaryArrivals(
    CanarySubscription subscription, KeepCanary keep, IOptions<CanaryOptions> options, TimeProvider time, ILogger<CanaryArrivals> logger)
{
    /// <summary>Why an alert is not told any more; null when it is.</summary>
    public string? Objection(Alert alert) => CanaryLimits.Objection(alert, options.Value.MissingAfter, time.GetUtcNow());

    /// <summary>A provider took an alert. One that is none of the canary's changes nothing.</summary>
    /// <param name="alert">The alert.</param>
    /// <param name="delivered">Who took it, and when.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task TakenAsync(Alert alert, Delivery.Delivered delivered, CancellationToken cancellationToken)
    {
        // After another mailbox was set, mails to the one before may still be on their way.
        if (alert.Court == CanaryCourt.Id && options.Value.IsOn && alert.Subscriber == subscription.Subscriber)
        {
            var filedAt = alert.Entries.Select(entry => entry.EnteredAt).OfType<DateTimeOffset>().ToList();
            var awaitsReport = options.Value.AwaitsReportOf(delivered.Provider);
            await KeepAsync(alert.CreatedAt, record => record.Accepted(IdempotencyKey.Of(alert.Id), filedAt, delivered.At, awaitsReport), cancellationToken);
        }
    }

    /// <summary>A provider reported what became of a mail. A report on anybody else's changes nothing, and is not looked up.</summary>
    public async Task ReportedAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        if (report is { Kind: DeliveryReportKind.Delivered, IsReportedLater: true, Subscriber: { } subscriber } && subscriber == subscription.Subscriber)
        {
            await KeepAsync(since: null, record => record.Reported(report.Message, report.At), cancellationToken);
        }
    }

    private async Task KeepAsync(DateTimeOffset? since, Func<CanaryRecord, CanaryStep> step, CancellationToken cancellationToken)
    {
        try
        {
            await keep.RunAsync(since, step, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.CanaryNotKept(error);
        }
    }
}
