using System.Text.Json;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Shared.Checks;

/// <summary>What a check is made of crosses queues, tables and orchestrations as plain JSON.</summary>
public sealed class CheckJsonTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am.AddTicks(1_234_567);

    private static readonly CourtState State = new()
    {
        Court = Some.Nysd,
        CheckedAt = Now,
        GoodAt = Now.AddMinutes(-1),
        DueAt = Now.AddMinutes(1),
        Result = CheckResult.CutShort,
        Trouble = "a feed that was cut short after 3 items",
        Failures = 2,
        Breaker = new CircuitBreaker { FailuresInARow = 5, Outcomes = ulong.MaxValue, Remembered = 64, OpenedAt = Now, HeldSince = Now, OpenUntil = Now.AddMinutes(5), OpenFor = TimeSpan.FromMinutes(5) },
        HeldUntil = Now.AddMinutes(2),
        PausedUntil = Now.AddDays(2),
        TroubleTold = Now.AddMinutes(-2),
        Feed = "https://ecf.nysd.uscourts.gov/cgi-bin/rss_outside.pl",
        ETag = "W/\"a<b\"",
        LastModified = "Mon, 02 Mar 2026 14:00:00 GMT",
        ContentHash = "c0ffee",
        NewestEntryAt = Now.AddHours(-1),
        BuiltAt = Now.AddMinutes(-3),
        Window = new FeedWindow
        {
            Since = Now.AddDays(-3),
            OldestAt = Now.AddDays(-1),
            NewestAt = Now.AddHours(-1),
            LearningSince = Now.AddDays(-2),
            Longest = TimeSpan.FromHours(25),
            LongestBefore = TimeSpan.FromTicks(7),
            Gaps = [new Gap(Some.Nysd, Now.AddDays(-4), Now.AddDays(-3), Now.AddDays(-2))],
        },
        Rhythm = new LearntRhythm { Sightings = [new RebuildSighting(Now.AddMinutes(-4), Now.AddMinutes(-3), Now.AddMinutes(-5))], NewsAt = Now, IsResting = true },
        Coverage = "motion, order",
        Items = 3,
        UnreadableItems = 1,
        NoticedAt = Now.AddDays(-6),
        Version = long.MaxValue,
    };

    private static readonly CheckProgress Progress = new()
    {
        Attempts = 2,
        BegunAt = Now.AddMinutes(-1),
        Wait = TimeSpan.FromSeconds(9.123),
        IsAnswerKept = true,
        NewEntries = 3,
        RevisedEntries = 4,
        Alerts = 5,
        Trace = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
    };

    [Fact]
    public void State_ThroughJson_IsTheSame()
    {
        Assert.Empty(AsUsual(State, CourtState.New(Some.Nysd), nameof(CourtState.Court)));
        Assert.Empty(AsUsual(State.Breaker, CircuitBreaker.New, nameof(CircuitBreaker.IsClosed)).Concat(AsUsual(State.Window, FeedWindow.New)).Concat(AsUsual(State.Rhythm, LearntRhythm.New)));

        AssertSurvives(State);
    }

    [Fact]
    public void Progress_ThroughJson_IsTheSame()
    {
        Assert.Empty(AsUsual(Progress, CheckProgress.Begun));

        AssertSurvives(Progress);
    }

    [Fact]
    public void Report_ThroughJson_IsTheSameAndStillSaysHowLongToWait()
    {
        var report = new CheckReport(State, 1, 2, 3) { IsHeld = true, Unfinished = Progress };

        Assert.Equal(Progress.Wait, AssertSurvives(report).Unfinished!.Wait);
        Assert.Null(AssertSurvives(report with { IsHeld = false, Unfinished = null }).Unfinished);
        AssertSurvives(new CheckReport(CourtState.New(Some.Nysd), 0, 0, 0));
    }

    [Fact]
    public void Pace_ThroughJson_IsTheSame() => Assert.Equal(new CheckPace(TimeSpan.FromMinutes(2), IsSteady: true), AssertSurvives(new CheckPace(TimeSpan.FromMinutes(2), IsSteady: true)));

    [Fact]
    public void State_OfAnOlderOrNewerVersion_IsReadAsFarAsItGoes()
    {
        var older = JsonSerializer.Deserialize<CourtState>("""{"court":"nysd","failures":2,"ofTheFuture":{"a":1}}""", JsonSerializerOptions.Web)!;

        Assert.Equal(CourtState.New(Some.Nysd) with { Failures = 2 }, older);
    }

    private static T AssertSurvives<T>(T value)
    {
        var json = JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web)!;
        Assert.Equivalent(value, read, strict: true);
        Assert.Equal(json, JsonSerializer.Serialize(read, JsonSerializerOptions.Web));
        return read;
    }

    // So that a property that is added later is tried, too.
    private static IEnumerable<string> AsUsual<T>(T value, T usual, params string[] except) =>
        from property in typeof(T).GetProperties()
        where !except.Contains(property.Name) && Equals(property.GetValue(value), property.GetValue(usual))
        select $"{typeof(T).Name}.{property.Name}";
}
