using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Courts;
using Tipstaff.Operators;

namespace Tipstaff.Checks;

/// <summary>What a check as a whole makes of its court's circuit breaker, and what operators are told of it.</summary>
public sealed class CourtBreakers(CourtDirectory courts, IOptions<BreakerOptions> options)
{
    /// <summary>Whether the court is known to be away at this moment: then its trouble is no news.</summary>
    public bool IsOutage(CourtId court, DateTimeOffset now) => EndOfOutage(court, now) is not null;

    /// <summary>The step of a check that is over, with the breaker, the notices and, while the breaker is open, the next check that follow.</summary>
    /// <param name="before">The court before the check.</param>
    /// <param name="step">The check's step.</param>
    /// <param name="trouble">What was wrong with the last answer; null for nothing.</param>
    /// <param name="now">The present moment, UTC.</param>
    public CourtStep Settle(CourtState before, CourtStep step, AnswerTrouble? trouble, DateTimeOffset now)
    {
        var over = step with { State = step.State with { HeldUntil = null } };
        return trouble is null ? AfterSuccess(before, over, now) : AfterFailure(before, over, trouble, now);
    }

    private static CourtStep AfterSuccess(CourtState before, CourtStep step, DateTimeOffset now)
    {
        var settled = step with { State = step.State with { Breaker = before.Breaker.AfterSuccess(), TroubleTold = null } };
        return before.TroubleTold is { } since
            ? settled with { Notices = [.. step.Notices, CourtNotices.IsBack(before.Court, since, now)] }
            : settled;
    }

    private CourtStep AfterFailure(CourtState before, CourtStep step, AnswerTrouble trouble, DateTimeOffset now)
    {
        var outageEnd = EndOfOutage(before.Court, now);
        var breaker = before.Breaker.AfterFailure(now, options.Value, CourtStateTransitions.Obeyed(trouble.RetryAfter));
        if (breaker.OpenUntil > outageEnd)
        {
            breaker = UntilTheEnd(breaker, outageEnd.Value, now + CourtStateTransitions.Obeyed(trouble.RetryAfter));
        }

        var state = step.State with { Breaker = breaker, DueAt = breaker.OpenUntil ?? step.State.DueAt };
        return breaker.IsClosed || outageEnd is not null || before.TroubleTold == breaker.OpenedAt
            ? step with { State = state }
            : step with
            {
                State = state with { TroubleTold = breaker.OpenedAt },
                Notices = [.. step.Notices, CourtNotices.InTrouble(state, breaker.OpenedAt!.Value, options.Value, now)],
            };
    }

    // Asked right when it should be back; and how long it was away says nothing of how long to wait if it is late.
    private CircuitBreaker UntilTheEnd(CircuitBreaker breaker, DateTimeOffset outageEnd, DateTimeOffset? askedFor) =>
        breaker with { OpenUntil = askedFor > outageEnd ? askedFor : outageEnd, OpenFor = options.Value.OpenFor };

    private DateTimeOffset? EndOfOutage(CourtId court, DateTimeOffset now) =>
        courts.TryFind(court.Value, out var known) && known.Outages.Where(outage => outage.Contains(now)).ToList() is { Count: > 0 } outages
            ? outages.Max(outage => outage.EndsAt(now))
            : null;
}
