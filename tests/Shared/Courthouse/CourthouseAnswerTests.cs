using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Courthouse;

public sealed class CourthouseAnswerTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;

    [Fact]
    public void Answer_FaultFractions_AreKept()
    {
        var courthouse = Open(new() { Down = 0.2, Slow = 0.1, Garble = 0.3 });

        var faults = Enumerable.Range(0, 4_000).Select(_ => courthouse.Answer(Some.Nysd, Start).Fault).ToList();

        Assert.InRange(Share(CourthouseFault.Down, CourthouseFault.Dropped), 0.17, 0.23);
        Assert.InRange(Share(CourthouseFault.Slow), 0.08, 0.12);
        Assert.InRange(Share(CourthouseFault.None), 0.36, 0.44);
        Assert.All(Enum.GetValues<CourthouseFault>(), fault => Assert.Contains(fault, faults));
        double Share(params CourthouseFault[] some) => faults.Count(some.Contains) / (double)faults.Count;
    }

    [Fact]
    public void Answer_SameRequestNumber_MeetsTheSameFate()
    {
        CourthouseOptions options = new() { Down = 0.3, Slow = 0.2, Garble = 0.3 };
        var (one, other) = (Open(options), Open(options));

        for (var i = 0; i < 200; i++)
        {
            var (left, right) = (one.Answer(Some.Nysd, Start), other.Answer(Some.Nysd, Start));
            Assert.Equal(left with { Body = default }, right with { Body = default });
            Assert.True(left.Body.Span.SequenceEqual(right.Body.Span));
        }
    }

    [Fact]
    public void Answer_Down_SaysSoAndSometimesWhenToComeBack()
    {
        var courthouse = Open(new() { Down = 1 });

        var answers = Enumerable.Range(0, 200).Select(_ => courthouse.Answer(Some.Nysd, Start)).ToList();

        Assert.All(answers, answer => Assert.True(answer is { Status: >= 500 } or { Fault: CourthouseFault.Dropped, CutAfter: 0 }));
        Assert.Contains(answers, answer => answer.RetryAfter > TimeSpan.Zero);
        Assert.Contains(answers, answer => answer is { Status: 503, RetryAfter: null });
    }

    [Fact]
    public void Answer_Slow_IsRightButLate()
    {
        var courthouse = Open(new() { Slow = 1, SlowUpTo = TimeSpan.FromSeconds(20) });

        var answers = Enumerable.Range(0, 100).Select(_ => courthouse.Answer(Some.Nysd, Start)).ToList();

        Assert.All(answers, answer => Assert.InRange(answer.Delay, TimeSpan.Zero, TimeSpan.FromSeconds(20)));
        Assert.Contains(answers, answer => answer.Delay > TimeSpan.FromSeconds(10));
        Assert.All(answers, answer => Assert.True(answer.Body.Span.SequenceEqual(courthouse.Feed(Some.Nysd, Start).Span)));
    }

    [Theory]
    [InlineData(CourthouseFault.MaintenancePage, "<!DOCTYPE html")]
    [InlineData(CourthouseFault.NoItems, "</channel>")]
    [InlineData(CourthouseFault.Truncated, "<?xml")]
    public void Answer_Garbled_LooksTheKind(CourthouseFault fault, string part)
    {
        var courthouse = Open(new() { Garble = 1 });

        var garbled = Enumerable.Range(0, 200).Select(_ => courthouse.Answer(Some.Nysd, Start)).First(answer => answer.Fault == fault && answer.Body.Length > 10);

        Assert.Equal(200, garbled.Status);
        Assert.Contains(part, System.Text.Encoding.Latin1.GetString(garbled.Body.Span), StringComparison.Ordinal);
        Assert.True(garbled.Body.Length < courthouse.Feed(Some.Nysd, Start).Length);
    }

    [Fact]
    public void Answer_Conditional_IsNotModifiedUntilTheNextRebuild()
    {
        var courthouse = new MadeUpCourthouse(new() { Courts = 40, EntriesPerMinute = 4 }, Start);

        foreach (var (i, court) in courthouse.Courts.Index())
        {
            var now = Start.AddHours(i);
            var first = courthouse.Answer(court.Id, now);
            var again = courthouse.Answer(court.Id, now, first.ETag, first.LastModified);
            var later = courthouse.Answer(court.Id, courthouse.NextRebuild(court.Id, now), first.ETag, first.LastModified);

            Assert.Equal(first.ETag is null && first.LastModified is null ? 200 : 304, again.Status);
            Assert.Equal(200, later.Status);
        }

        Assert.Equal(4, courthouse.Courts.Select(court => courthouse.Answer(court.Id, Start)).DistinctBy(a => (a.ETag is null, a.LastModified is null)).Count());
    }

    [Fact]
    public void Answer_UnknownCourt_IsNotFound() =>
        Assert.Equal(404, Open(new()).Answer(CourtId.Parse("xxxd"), Start).Status);

    [Fact]
    public void Answer_ClockGoesBack_DoesNotUnfile()
    {
        var courthouse = Open(new());
        var later = courthouse.Answer(Some.Nysd, Start.AddHours(3));

        var earlier = courthouse.Answer(Some.Nysd, Start);

        Assert.True(earlier.Body.Span.SequenceEqual(later.Body.Span));
    }

    [Fact]
    public void Answer_TroubledCourt_FailsAndRecoversOnSchedule()
    {
        var courthouse = new MadeUpCourthouse(new() { Courts = 4, TroubledCourts = 1 }, Start);
        var troubled = Assert.Single(courthouse.Troubled);

        var faults = Enumerable.Range(0, 180).Select(second => courthouse.Answer(troubled, Start.AddSeconds(second)).Fault is not CourthouseFault.None).ToList();

        Assert.Equal(Enumerable.Range(0, 180).Select(second => second % 60 >= 40), faults);
        Assert.All(courthouse.Courts.Where(court => court.Id != troubled), court =>
            Assert.Equal(CourthouseFault.None, courthouse.Answer(court.Id, Start.AddSeconds(50)).Fault));
    }

    private static MadeUpCourthouse Open(CourthouseOptions options)
    {
        options.CourtIds = [Some.Nysd];
        options.EntriesPerMinute = 0.5;
        return new(options, Start);
    }
}
