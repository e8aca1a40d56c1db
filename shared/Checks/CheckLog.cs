using Microsoft.Extensions.Logging;
using Tipstaff.Operators;

namespace Tipstaff.Checks;

/// <summary>Logs what checks wrote, as loud as it is news.</summary>
internal sealed class CheckLog(ILogger logger)
{
    /// <summary>What a request wrote that is to be followed by another.</summary>
    /// <param name="part">What it wrote.</param>
    /// <param name="attempt">Which request of the check it was, from 1.</param>
    /// <param name="trouble">What was wrong with its answer.</param>
    /// <param name="wait">How long the check waits now.</param>
    /// <param name="isOutage">Whether the court is known to be away: then its trouble is no news.</param>
    public void Report(CourtStep part, int attempt, AnswerTrouble trouble, TimeSpan wait, bool isOutage)
    {
        logger.RequestFailed(attempt, part.State.Court, trouble.Words, wait);
        if (part.NewEntries.Count + part.RevisedEntries.Count > 0)
        {
            logger.CourtChecked(part.State.Court, part.NewEntries.Count, part.RevisedEntries.Count, part.Alerts.Count);
        }

        ReportUnreadable(part, isNews: true, isOutage);
    }

    /// <summary>What a check wrote that is over.</summary>
    /// <param name="before">The court before it.</param>
    /// <param name="step">What it wrote.</param>
    /// <param name="isOutage">Whether the court is known to be away.</param>
    public void Report(CourtState before, CourtStep step, bool isOutage)
    {
        var state = step.State;
        if (state.Trouble is not null)
        {
            logger.CheckFailed(isOutage ? LogLevel.Debug : LogLevel.Warning, state.Court, state.Result, state.Trouble, state.Failures, state.DueAt);
        }
        else if (step.NewEntries.Count + step.RevisedEntries.Count == 0)
        {
            logger.NothingNew(state.Court, state.Result);
        }
        else
        {
            logger.CourtChecked(state.Court, step.NewEntries.Count, step.RevisedEntries.Count, step.Alerts.Count);
        }

        if (state.Window.FoundSince(before.Window) is { } gap)
        {
            logger.GapFound(state.Court, gap.From, gap.Until);
        }

        ReportUnreadable(step, step.Unreadable.Count > before.UnreadableItems, isOutage);
        ReportBreaker(before, step);
    }

    private void ReportBreaker(CourtState before, CourtStep step)
    {
        var state = step.State;
        var isTold = step.Notices.Any(notice => notice.Kind is NoticeKind.CourtInTrouble);
        if (isTold || (before.Breaker.IsClosed && !state.Breaker.IsClosed))
        {
            logger.CircuitBreakerOpened(isTold ? LogLevel.Warning : LogLevel.Debug, state.Court, state.Breaker.OpenUntil, state.Failures);
        }
        else if (!before.Breaker.IsClosed && state.Breaker.IsClosed)
        {
            logger.CircuitBreakerClosed(before.TroubleTold is null ? LogLevel.Debug : LogLevel.Information, state.Court);
        }
    }

    // The same items stand in a court's feed for a day: no more of them than before is no news.
    private void ReportUnreadable(CourtStep step, bool isNews, bool isOutage)
    {
        if (step.Unreadable.Count > 0)
        {
            logger.UnreadableKept(isOutage || !isNews ? LogLevel.Debug : LogLevel.Warning, step.State.Court, step.Unreadable.Count, step.Unreadable[0].Reason);
        }
    }
}
