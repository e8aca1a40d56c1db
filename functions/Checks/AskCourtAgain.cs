using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Functions.Outbox;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Functions.Checks;

/// <summary>One further request of a recovery; on half-open the upcheck and the trial.</summary>
public sealed class AskCourtAgain(
    CheckCourt check, WatchedCourts watched, LeftBehind leftBehind, IOptions<CheckOptions> options, TimeProvider time, ILogger<AskCourtAgain> logger)
{
    [Function(nameof(AskCourtAgain))]
    public async Task<RecoveryStep> RunAsync([ActivityTrigger] RecoverCourtInput input, CancellationToken cancellationToken)
    {
        // Where its feed is now, and whether anybody still follows the court: the recovery may be older than that.
        if (await watched.FindAsync(input.Court, cancellationToken) is not { } feed)
        {
            return new RecoveryStep(Progress: null, new CourtHold(OpenUntil: null, Version: 0));
        }

        var pace = new CheckPace(options.Value.Every, options.Value.Steady);
        var begun = time.GetUtcNow();
        var report = await check.TryOnceAsync(input.Court, feed, pace, input.Progress ?? CheckProgress.Begun, cancellationToken);
        if (report is { Unfinished: null, IsHeld: false, State.Failures: 0 })
        {
            // No activity hears whether it is run anew, so that each recovery ends with a look: what a try that died has written is from before.
            var queued = await leftBehind.QueueAsync(input.Court, begun.AddTicks(-1), cancellationToken);
            if (queued > 0)
            {
                logger.AlertsLeftBehind(queued, input.Court);
            }
        }

        if (report.IsHeld && report.State.IsPausedAt(time.GetUtcNow()))
        {
            // A recovery ends with the operators' hold: once that is over, the schedule's next message begins another.
            return new RecoveryStep(Progress: null, new CourtHold(OpenUntil: null, Version: 0));
        }

        return new RecoveryStep(report.Unfinished, new CourtHold(report.State.Breaker.OpenUntil, report.State.Version));
    }
}

/// <summary>What a request of a recovery came to.</summary>
/// <param name="Progress">The check that is to ask again; null when it is over.</param>
/// <param name="Standing">How the court stands now.</param>
public sealed record RecoveryStep(CheckProgress? Progress, CourtHold Standing)
{
    /// <summary>Whether nothing is left to do: the check is over and the breaker closed.</summary>
    public bool IsOver => Progress is null && Standing.OpenUntil is null;
}
