using System.Text.Json;
using Tipstaff.Breakers;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Breakers;

public sealed class CircuitBreakerTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private readonly BreakerOptions _options = new();

    [Fact]
    public void AfterFailure_FourInARow_StaysClosed() => Assert.Equal(CircuitState.Closed, Failing(4).At(Now));

    [Fact]
    public void AfterFailure_FiveInARow_OpensForFiveMinutes()
    {
        var breaker = Failing(5);

        Assert.Equal(CircuitState.Open, breaker.At(Now));
        Assert.Equal(CircuitState.Open, breaker.At(Now + _options.OpenFor - TimeSpan.FromTicks(1)));
        Assert.Equal(CircuitState.HalfOpen, breaker.At(Now + _options.OpenFor));
    }

    [Fact]
    public void AfterSuccess_BetweenFailures_StartsTheRowAnew()
    {
        var breaker = Failing(4).AfterSuccess().AfterFailure(Now, _options);

        Assert.Equal(CircuitState.Closed, breaker.At(Now));
    }

    [Fact]
    public void AfterFailure_HalfOfAFullWindow_Opens()
    {
        var breaker = CircuitBreaker.New;
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(CircuitState.Closed, breaker.At(Now));
            breaker = breaker.AfterSuccess().AfterFailure(Now, _options);
        }

        Assert.Equal(CircuitState.Open, breaker.At(Now));
    }

    [Fact]
    public void AfterFailure_LessThanHalfOfTheWindow_StaysClosed()
    {
        var breaker = CircuitBreaker.New;
        for (var i = 0; i < 100; i++)
        {
            breaker = i % 9 < 4 ? breaker.AfterFailure(Now, _options) : breaker.AfterSuccess();
        }

        Assert.Equal(CircuitState.Closed, breaker.At(Now));
    }

    [Fact]
    public void AfterFailure_OfTrials_DoublesUpToAnHour()
    {
        var (breaker, now) = (Failing(5), Now);
        var spans = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            spans.Add((breaker.OpenUntil!.Value - now).TotalMinutes);
            now = breaker.OpenUntil.Value;
            breaker = breaker.AfterFailure(now, _options);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], spans);
        Assert.Equal(Now, breaker.OpenedAt);
    }

    [Fact]
    public void AfterSuccess_OfATrial_ForgetsThePast() => Assert.Equal(CircuitBreaker.New, Failing(5).AfterSuccess());

    [Fact]
    public void AfterFailure_OfWorkBegunBeforeItOpened_DoesNotHoldLonger()
    {
        var open = Failing(5);

        var later = open.AfterFailure(Now + TimeSpan.FromMinutes(1), _options);

        Assert.Equal(open.OpenUntil, later.OpenUntil);
    }

    [Fact]
    public void AfterFailure_AskedToStayAway_IsOpenThatLong()
    {
        var breaker = Failing(4).AfterFailure(Now, _options, TimeSpan.FromMinutes(30));

        Assert.Equal(CircuitState.Open, breaker.At(Now.AddMinutes(30).AddTicks(-1)));
        Assert.Equal(CircuitState.HalfOpen, breaker.At(Now.AddMinutes(30)));
    }

    [Fact]
    public void At_ClockSetBack_DoesNotHoldForEver() => Assert.Equal(CircuitState.HalfOpen, Failing(5).At(Now.AddDays(-1)));

    [Fact]
    public void Json_OfAnOpenOne_ReadsBack()
    {
        var breaker = Failing(5).AfterFailure(Now.AddHours(1), _options);

        Assert.Equal(breaker, JsonSerializer.Deserialize<CircuitBreaker>(JsonSerializer.Serialize(breaker)));
    }

    private CircuitBreaker Failing(int times) =>
        Enumerable.Range(0, times).Aggregate(CircuitBreaker.New, (breaker, _) => breaker.AfterFailure(Now, _options));
}
