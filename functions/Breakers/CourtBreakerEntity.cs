using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;

namespace Tipstaff.Functions.Breakers;

/// <summary>Tells the recoveries of one court until when it is held, and lets one of them at a time try it.</summary>
/// <remarks>Only recoveries ask it. The breaker stands in the court's row, which all others read, so that reading costs no entity call.</remarks>
public sealed class CourtBreakerEntity(TimeProvider time, IOptions<BreakerOptions> options) : TaskEntity<CourtTrials>
{
    [Function(nameof(CourtBreakerEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<CourtBreakerEntity>();

    /// <summary>A recovery asks whether it may try the court.</summary>
    public TrialLeave Ask(CourtHold standing)
    {
        (State, var leave) = State.Asked(standing, time.GetUtcNow(), options.Value.TrialLease);
        return leave;
    }

    /// <summary>A recovery has found out how the court stands.</summary>
    public TrialLeave Tell(CourtFinding finding)
    {
        (State, var leave) = State.Told(finding.Trial, finding.Standing);
        return leave;
    }

    /// <inheritdoc/>
    protected override CourtTrials InitializeState(TaskEntityOperation entityOperation) => CourtTrials.New;
}

/// <summary>What a recovery found out.</summary>
/// <param name="Trial">The number of its trial; 0 where it was none.</param>
/// <param name="Standing">How the court stands.</param>
public sealed record CourtFinding(long Trial, CourtHold Standing);
