using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Health;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Health;

public sealed class HealthChecksTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedProbe _store = new("store");
    private readonly ScriptedProbe _queue = new("queue");

    [Fact]
    public async Task LookAsync_EverythingAnswers_IsUp()
    {
        var report = await Checks().LookAsync(default);

        Assert.Equal((HealthReport.Up, Some.Monday9Am, "store", "queue"), (report.Status, report.CheckedAt, report.Parts[0].Name, report.Parts[1].Name));
        Assert.All(report.Parts, part => Assert.Equal((Some.Monday9Am, 0), (part.At, part.AgeSeconds)));
    }

    [Fact]
    public async Task LookAsync_OnePartThrows_IsDownAndSaysWhich()
    {
        _queue.Answer = () => throw new IOException("no route");

        var report = await Checks().LookAsync(default);

        Assert.Equal(HealthReport.Down, report.Status);
        Assert.Equal([true, false], report.Parts.Select(part => part.IsUp));
    }

    [Fact]
    public async Task LookAsync_FirstLookHangs_AnswersUnknownAfterTheFirstWait()
    {
        _queue.Answer = Hang;

        var looking = Checks().LookAsync(default);
        await _queue.LookedAsync(1);
        _clock.Advance(HealthChecks.FirstWait);
        var report = await looking;

        Assert.Equal((HealthReport.Unknown, null), (report.Status, report.CheckedAt));
        Assert.Null(report.Parts[1].IsUp);
    }

    [Fact]
    public async Task LookAsync_ALaterLookHangs_AnswersAtOnceWithTheOnesBeforeAndTheirAge()
    {
        var checks = Checks();
        await checks.RefreshAsync();
        (_store.Answer, _queue.Answer) = (Hang, Hang);
        _clock.Advance(TimeSpan.FromMinutes(5));

        var answered = checks.LookAsync(default);

        Assert.True(answered.IsCompletedSuccessfully);
        var report = await answered;
        Assert.Equal((HealthReport.Up, Some.Monday9Am), (report.Status, report.CheckedAt));
        Assert.All(report.Parts, part => Assert.Equal(300, part.AgeSeconds));
        await _store.LookedAsync(2);
    }

    [Fact]
    public async Task LookAsync_LaterLooks_AreNotMadeByWhoAsks()
    {
        var checks = Checks();
        await checks.RefreshAsync();
        using var isAsking = new ThreadLocal<bool>();
        var isHeldUp = false;
        _store.Answer = () =>
        {
            isHeldUp |= isAsking.Value;
            return Task.FromResult(true);
        };
        _clock.Advance(HealthChecks.Freshness);

        isAsking.Value = true;
        _ = checks.LookAsync(default);
        isAsking.Value = false;
        await checks.RefreshAsync();

        Assert.Equal((2, false), (_store.Looks, isHeldUp));
    }

    [Fact]
    public async Task RefreshAsync_OneHangsInSpiteOfItsLimit_ThatOneIsDownAndTheOthersAreLookedAtOnTime()
    {
        var checks = Checks();
        _queue.Answer = Hang;
        for (var round = 1; round <= 3; round++)
        {
            var looking = checks.RefreshAsync();
            await _store.LookedAsync(round);
            await _queue.LookedAsync(1);
            _clock.Advance(new BreakerOptions().UpcheckTimeout);
            await Until.TrueAsync(() => looking.IsCompleted, () => "for the looks to end");
            _clock.Advance(HealthChecks.Freshness);
        }

        Assert.Equal((3, 1), (_store.Looks, _queue.Looks));
        Assert.Equal([true, false], (await checks.LookAsync(default)).Parts.Select(part => part.IsUp));
    }

    [Fact]
    public async Task RefreshAsync_TheOneThatHungAnswersAgain_IsUp()
    {
        var checks = Checks();
        var hung = new TaskCompletionSource<bool>();
        _queue.Answer = () => hung.Task;
        var looking = checks.RefreshAsync();
        await _queue.LookedAsync(1);
        _clock.Advance(new BreakerOptions().UpcheckTimeout);
        await Until.TrueAsync(() => looking.IsCompleted, () => "for the look to end");

        hung.SetResult(true);
        _queue.Answer = () => Task.FromResult(true);
        _clock.Advance(HealthChecks.Freshness);
        await checks.RefreshAsync();

        Assert.Equal(HealthReport.Up, (await checks.LookAsync(default)).Status);
    }

    [Fact]
    public async Task LookAsync_WithinTheFreshness_LooksNoFurther()
    {
        var checks = Checks();
        await checks.LookAsync(default);
        _clock.Advance(HealthChecks.Freshness - TimeSpan.FromSeconds(1));

        await checks.LookAsync(default);
        await checks.RefreshAsync();

        Assert.Equal(1, _store.Looks);
    }

    [Theory]
    [InlineData(true, 200, "up")]
    [InlineData(false, 503, "down")]
    public async Task GetAsync_AsTheStoreIs_AnswersWithStatusAndAge(bool isUp, int status, string word)
    {
        _store.Answer = () => Task.FromResult(isUp);
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services, Response = { Body = new MemoryStream() } };

        await (await Checks().GetAsync(default)).ExecuteAsync(http);

        http.Response.Body.Position = 0;
        using var json = await JsonDocument.ParseAsync(http.Response.Body);
        Assert.Equal((status, word), (http.Response.StatusCode, json.RootElement.GetProperty("status").GetString()));
        Assert.Equal(AppVersion.Running.ToString(), json.RootElement.GetProperty("version").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("parts")[0].GetProperty("ageSeconds").GetInt64());
        Assert.Equal(Some.Monday9Am, json.RootElement.GetProperty("checkedAt").GetDateTimeOffset());
    }

    private static Task<bool> Hang() => new TaskCompletionSource<bool>().Task;

    private HealthChecks Checks() =>
        new([_store, _queue], [], SomeCanary.Off().Standing, Options.Create(new BreakerOptions()), _clock, NullLogger<HealthChecks>.Instance);
}
