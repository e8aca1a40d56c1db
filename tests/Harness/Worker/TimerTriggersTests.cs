using Microsoft.Azure.Functions.Worker;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class TimerTriggersTests : IDisposable
{
    private readonly Stage _stage = new();

    [Fact]
    public void Timer_EachMinute_RunsAtEachFullMinute()
    {
        _stage.Start("a", typeof(EachMinute));

        _stage.RunFor(TimeSpan.FromMinutes(3));

        Assert.Equal(["14:01:00 on time", "14:02:00 on time", "14:03:00 on time"], _stage.Seen);
    }

    [Fact]
    public void Timer_TwoInstances_RunsOnOneOfThem()
    {
        _stage.Start("a", typeof(EachMinute));
        _stage.Start("b", typeof(EachMinute));

        _stage.RunFor(TimeSpan.FromMinutes(2));

        Assert.Equal(2, _stage.Seen.Count);
    }

    [Fact]
    public void Timer_HolderKilled_RunsOnTheOtherWhenTheLeaseIsOut()
    {
        var a = _stage.Start("a", typeof(EachMinute));
        _stage.Start("b", typeof(EachMinute));
        _stage.RunFor(TimeSpan.FromSeconds(90));

        a.Kill();
        _stage.RunFor(TimeSpan.FromMinutes(3));

        Assert.Equal(["14:01:00 on time", "14:03:00 past due", "14:04:00 on time"], _stage.Seen);
    }

    [Fact]
    public void Timer_HolderStopped_RunsOnTheNextInstanceAtOnce()
    {
        var a = _stage.Start("a", typeof(EachMinute));
        _stage.RunFor(TimeSpan.FromSeconds(90));

        _ = _stage.Begin(() => a.StopAsync());
        _stage.Start("b", typeof(EachMinute));
        _stage.RunFor(TimeSpan.FromSeconds(60));

        Assert.Equal(["14:01:00 on time", "14:02:00 on time"], _stage.Seen);
    }

    [Fact]
    public void Timer_SeveralMissedWhileDown_AreMadeUpByOneRun()
    {
        var a = _stage.Start("a", typeof(EachMinute));
        _stage.RunFor(TimeSpan.FromMinutes(1));
        a.Kill();
        _stage.RunFor(TimeSpan.FromMinutes(5.5));

        _stage.Start("b", typeof(EachMinute));
        _stage.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(["14:01:00 on time", "14:06:30 past due", "14:07:00 on time"], _stage.Seen);
    }

    [Fact]
    public void Timer_FailedRun_MovesOn()
    {
        var failures = new List<string>();
        var a = _stage.Start("a", typeof(Failing));
        a.OnFailure = (function, error) => failures.Add($"{function.Name}: {error.Message}");

        _stage.RunFor(TimeSpan.FromMinutes(2));

        Assert.Equal(2, _stage.Seen.Count);
        Assert.Equal(["Failing: no", "Failing: no"], failures);
    }

    [Fact]
    public void Timer_RunLongerThanThePeriod_DelaysTheNext()
    {
        _stage.Start("a", typeof(Long));

        _stage.RunFor(TimeSpan.FromMinutes(6));

        Assert.Equal(["14:01:00 begins", "14:03:30 ends", "14:03:30 begins", "14:06:00 ends", "14:06:00 begins"], _stage.Seen);
    }

    [Fact]
    public void Timer_TickLostByTheHost_RunsAtTheNext()
    {
        _stage.Cloud.Timers.IsMissed = (function, at) => function == "EachMinute" && at.Minute == 2;
        _stage.Start("a", typeof(EachMinute));

        _stage.RunFor(TimeSpan.FromMinutes(3));

        Assert.Equal(["14:01:00 on time", "14:03:00 on time"], _stage.Seen);
    }

    [Fact]
    public void Timer_MoreOftenThanEachMinute_IsNotMadeUp()
    {
        var a = _stage.Start("a", typeof(EachTenSeconds));
        _stage.RunFor(TimeSpan.FromSeconds(10));
        a.Kill();
        _stage.RunFor(TimeSpan.FromSeconds(65));

        _stage.Start("b", typeof(EachTenSeconds));
        _stage.RunFor(TimeSpan.FromSeconds(5));

        Assert.Equal(["14:00:10 unmonitored", "14:01:20 unmonitored"], _stage.Seen);
    }

    [Fact]
    public void Timer_ScheduleInASetting_RunsByIt()
    {
        _stage.Start("a", typeof(BySetting), new() { ["Timers__Sweep"] = "30 * * * * *" });

        _stage.RunFor(TimeSpan.FromMinutes(1));

        Assert.Equal(["14:00:30"], _stage.Seen);
    }

    [Fact]
    public void Timer_SettingMissing_RefusesToStart()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _stage.Start("a", typeof(BySetting)));

        Assert.Contains("Timers__Sweep", error.Message);
    }

    [Fact]
    public void Timer_RunOnStartup_RunsAtEachStart()
    {
        _stage.Start("a", typeof(OnStartup));

        Assert.Equal(["14:00:00"], _stage.Seen);
    }

    public void Dispose() => _stage.Dispose();

    public sealed class EachMinute(List<string> seen, TimeProvider time)
    {
        [Function("EachMinute")]
        public void Run([TimerTrigger("0 * * * * *")] TimerInfo timer) =>
            seen.Add($"{Stage.Moment(time)} {(timer.IsPastDue ? "past due" : "on time")}");
    }

    public sealed class Failing(List<string> seen, TimeProvider time)
    {
        [Function("Failing")]
        public Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer)
        {
            seen.Add(Stage.Moment(time));
            return Task.FromException(new InvalidOperationException("no"));
        }
    }

    public sealed class Long(List<string> seen, TimeProvider time)
    {
        [Function("Long")]
        public async Task RunAsync([TimerTrigger("0 * * * * *")] TimerInfo timer, CancellationToken cancellationToken)
        {
            seen.Add($"{Stage.Moment(time)} begins");
            await Task.Delay(TimeSpan.FromSeconds(150), time, cancellationToken);
            seen.Add($"{Stage.Moment(time)} ends");
        }
    }

    public sealed class EachTenSeconds(List<string> seen, TimeProvider time)
    {
        [Function("EachTenSeconds")]
        public void Run([TimerTrigger("*/10 * * * * *")] TimerInfo timer) =>
            seen.Add($"{Stage.Moment(time)} {(timer.ScheduleStatus is null ? "unmonitored" : "monitored")}");
    }

    public sealed class BySetting(List<string> seen, TimeProvider time)
    {
        [Function("BySetting")]
        public void Run([TimerTrigger("%Timers__Sweep%")] TimerInfo timer) => seen.Add(Stage.Moment(time));
    }

    public sealed class OnStartup(List<string> seen, TimeProvider time)
    {
        [Function("OnStartup")]
        public void Run([TimerTrigger("0 0 0 * * *", RunOnStartup = true)] TimerInfo timer) => seen.Add(Stage.Moment(time));
    }
}
