using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Outbox;
using Tipstaff.Functions.Queues;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Checks;

/// <summary>Makes one check of one court; what does not go well is handed to <see cref="RecoverCourt"/>.</summary>
public sealed class CheckCourtFunction(
    CheckCourt check,
    CourtStandings standings,
    HoldCourt hold,
    LeftBehind leftBehind,
    KeptMessages kept,
    QueueSenders senders,
    IOptions<CheckOptions> options,
    TimeProvider time,
    ILogger<CheckCourtFunction> logger)
{
    [Function("CheckCourt")]
    public async Task RunAsync(
        [ServiceBusTrigger(QueueNames.Checks, Connection = QueueNames.Connection, AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
        ServiceBusMessageActions actions,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!QueueJson.TryRead<CheckMessage>(message.Body, StoredKinds.CheckMessage, out var wanted, out var fault))
        {
            await kept.KeepAsync(QueueNames.Checks, message, fault, cancellationToken);
            await actions.CompleteMessageAsync(message, cancellationToken);
            return;
        }

        try
        {
            var isFirst = wanted.Times == 0 && message.DeliveryCount <= 1;
            if (!isFirst)
            {
                await QueueLeftBehindAsync(wanted.Court, cancellationToken);
            }

            await RunAsync(wanted, isFirst, client, cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested && wanted.Times < Postponing.MaxTimes)
        {
            logger.CheckFaulted(wanted.Court, error);
            var again = wanted with { Times = wanted.Times + 1, Standing = null, Origin = wanted.Id };
            await senders.SendAsync(
                QueueNames.Checks,
                [Postponing.Copy(QueueJson.Write(again), wanted.Id, again.Times, time.GetUtcNow() + Postponing.AfterFault)],
                cancellationToken);
        }

        await actions.CompleteMessageAsync(message, cancellationToken);
    }

    // An earlier try may have written its step and died before its alerts were queued: its answer is known now, and brings no alert again.
    private async Task QueueLeftBehindAsync(CourtId court, CancellationToken cancellationToken)
    {
        var queued = await leftBehind.QueueAsync(court, time.GetUtcNow(), cancellationToken);
        if (queued > 0)
        {
            logger.AlertsLeftBehind(queued, court);
        }
    }

    private async Task RunAsync(CheckMessage wanted, bool isFirst, DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (wanted.Standing?.State.At(wanted.Feed) is { Breaker.IsClosed: false } held)
        {
            await RecoverCourt.StartAsync(client, RecoverCourtInput.Of(held), cancellationToken);
            return;
        }

        // A message that came before may have left more behind than it knows: then the store is asked.
        if (isFirst && wanted.Standing is { } standing)
        {
            standings.Use(wanted.Court, standing);
        }

        var pace = new CheckPace(options.Value.Every, options.Value.Steady);
        var report = await check.TryOnceAsync(wanted.Court, wanted.Feed, pace, CheckProgress.Begun, cancellationToken);
        if (report.Unfinished is { } progress)
        {
            await hold.RunAsync(wanted.Court, wanted.Feed, cancellationToken);
            await RecoverCourt.StartAsync(client, new RecoverCourtInput { Court = wanted.Court, Progress = progress }, cancellationToken);
        }
        else if (!report.State.Breaker.IsClosed)
        {
            await RecoverCourt.StartAsync(client, RecoverCourtInput.Of(report.State), cancellationToken);
        }
    }
}
