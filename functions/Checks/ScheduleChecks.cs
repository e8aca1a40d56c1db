using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Functions.Queues;
using Tipstaff.Measures;

namespace Tipstaff.Functions.Checks;

/// <summary>Each minute: finds the courts that are due before the next one and puts one message a court on the queue, for its moment.</summary>
public sealed class ScheduleChecks(
    WatchedCourts watched, CourtStandings standings, QueueSenders senders, IOptions<CheckOptions> options, TipstaffMeter meter, TimeProvider time, ILogger<ScheduleChecks> logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    [Function(nameof(ScheduleChecks))]
    public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var stored = await standings.ListAsync(cancellationToken);
        var states = stored.ToDictionary(court => court.Key, court => court.Value.State);
        var pace = new CheckPace(options.Value.Every, options.Value.Steady);
        var due = DueChecks.Until(await watched.ListAsync(cancellationToken), states, pace, now, now + Every);
        await senders.SendAsync(
            QueueNames.Checks,
            [.. due.Select(court => ToMessage(court, new CheckMessage { Court = court.Court, Feed = court.Feed, Standing = stored.GetValueOrDefault(court.Court) }, now))],
            cancellationToken);
        logger.ChecksScheduled(due.Count, timer.IsPastDue);
        meter.Ticked(ServiceTimer.ScheduleChecks);
    }

    private static ServiceBusMessage ToMessage(DueCheck due, CheckMessage check, DateTimeOffset now)
    {
        var message = new ServiceBusMessage(QueueJson.Write(check)) { MessageId = check.Id, ContentType = "application/json" };
        if (due.At > now)
        {
            message.ScheduledEnqueueTime = due.At;
        }

        return message;
    }
}
