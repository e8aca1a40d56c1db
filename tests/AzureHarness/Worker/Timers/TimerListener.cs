using Microsoft.Azure.Functions.Worker;

namespace Tipstaff.AzureHarness;

/// <summary>The timer of one function on one instance.</summary>
internal sealed class TimerListener(FunctionApp app, FunctionDescriptor function, TimerTriggerAttribute trigger, NcronSchedule schedule)
{
    // What a timer can wait for in one go.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(20);

    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly bool _isMonitored = trigger.UseMonitor && IsMinuteApart(schedule, app.Time.GetUtcNow());
    private ScheduleStatus? _status;

    public async Task ListenAsync(CancellationToken stopping)
    {
        try
        {
            while (!app.Cloud.Timers.TryLease(function.Name, app.Instance))
            {
                await Task.Delay(TimerService.LeaseTerm, app.Time, stopping);
            }

            await RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The instance drains: the next one takes the lease.
        }
        finally
        {
            app.Cloud.Timers.Release(function.Name, app.Instance);
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        var now = app.Time.GetUtcNow();
        _status = _isMonitored && app.Cloud.Timers.TryGetStatus(function.Name, out var kept) ? kept : Following(now, ran: null);
        var isPastDue = _status.Next < now.UtcDateTime;
        if (isPastDue || trigger.RunOnStartup)
        {
            await FireAsync(now, isPastDue);
        }
        else
        {
            Keep(_status);
        }

        while (true)
        {
            var due = new DateTimeOffset(_status.Next, TimeSpan.Zero);
            await WaitAsync(due, stopping);
            if (app.Cloud.Timers.IsMissed(function.Name, due))
            {
                // What the host has lost is not made up until a listener starts anew.
                _status = Following(due, _status.Last);
                continue;
            }

            // A timer may be a little early: what counts is the occurrence.
            var at = app.Time.GetUtcNow();
            await FireAsync(at < due ? due : at, isPastDue: false);
        }
    }

    private async Task FireAsync(DateTimeOffset at, bool isPastDue)
    {
        try
        {
            await app.InvokeAsync(function, new Invocation
            {
                TriggerValue = new TimerInfo { IsPastDue = isPastDue, ScheduleStatus = _isMonitored ? Copy(_status!) : null },
            });
        }
        catch (Exception)
        {
            // The instance has told of it, and the schedule goes on.
        }

        _status = Following(at, at.UtcDateTime);
        Keep(_status);
    }

    private async Task WaitAsync(DateTimeOffset due, CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        for (var wait = due - app.Time.GetUtcNow(); wait > TimeSpan.Zero; wait = due - app.Time.GetUtcNow())
        {
            // A delay of less than a millisecond is over at once, and on a virtual clock for ever.
            await Task.Delay(wait > LongestWait ? LongestWait : wait < Shortest ? Shortest : wait, app.Time, stopping);
        }
    }

    private ScheduleStatus Following(DateTimeOffset moment, DateTime? ran) => new()
    {
        Last = ran ?? default,
        Next = schedule.After(moment).UtcDateTime,
        LastUpdated = moment.UtcDateTime,
    };

    private void Keep(ScheduleStatus status)
    {
        if (_isMonitored)
        {
            app.Cloud.Timers.SetStatus(function.Name, status);
        }
    }

    private static ScheduleStatus Copy(ScheduleStatus status) =>
        new() { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated };

    // The host does not monitor a timer that fires more than once a minute.
    private static bool IsMinuteApart(NcronSchedule schedule, DateTimeOffset from)
    {
        var last = schedule.After(from);
        for (var i = 0; i < 5; i++)
        {
            var next = schedule.After(last);
            if (next - last < TimeSpan.FromMinutes(1))
            {
                return false;
            }

            last = next;
        }

        return true;
    }
}
