using Azure;
using Azure.Data.Tables;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>How long alerts took, in a partition's count: what the sweep folds, what it forgets, what is damaged.</summary>
public sealed class HourlyDelaysTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();
    private int _sent;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task DelaysAsync_BeforeAndAfterSweeps_AreTheSame()
    {
        await SendAsync(TimeSpan.FromSeconds(2), times: 110);
        await _store.Sweep.RunAsync(Now, 10, Token);
        await SendAsync(TimeSpan.FromSeconds(2), times: 3);
        await SendAsync(TimeSpan.FromSeconds(50), times: 2);
        var before = await DelaysAsync();

        await _store.Sweep.RunAsync(Now, 10, Token);
        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Equal([(2, 113), (50, 2)], before);
        Assert.Equal(before, await DelaysAsync());
    }

    [Fact]
    public async Task DelaysAsync_SeveralCourts_AreTogether()
    {
        await SendAsync(TimeSpan.FromSeconds(2));
        await SendAsync(TimeSpan.FromSeconds(3), court: "txsd");
        await _store.Sweep.RunAsync("txsd", Now, Token);

        Assert.Equal([(2, 1), (3, 1)], await DelaysAsync());
    }

    [Fact]
    public async Task RunAsync_HoursOlderThanADay_AreForgotten()
    {
        await SendAsync(TimeSpan.FromSeconds(2));
        _store.Clock.Advance(TimeSpan.FromHours(25));
        await SendAsync(TimeSpan.FromSeconds(3));
        await _store.Sweep.RunAsync(_store.Clock.GetUtcNow(), 10, Token);

        Assert.Equal([(3, 1)], await DelaysAsync());
        Assert.DoesNotContain("\"2000\"", (await CountAsync()).GetString("Delays"), StringComparison.Ordinal);
        Assert.Equal(2, (await CountAsync()).GetInt64("Delivered"));
    }

    [Fact]
    public async Task RunAsync_DamagedDelays_AreCountedAnewAndKeepNothingElseBack()
    {
        await SendAsync(TimeSpan.FromSeconds(2), times: 4);
        await _store.Sweep.RunAsync(Now, 10, Token);
        var damaged = await CountAsync();
        damaged["Delays"] = "{\"1\":[";
        await _store.Tables.Dockets.UpdateEntityAsync(damaged, ETag.All, TableUpdateMode.Replace, Token);
        await SendAsync(TimeSpan.FromSeconds(3));
        Assert.Equal([(3, 1)], await DelaysAsync());

        await _store.Sweep.RunAsync(Now, 10, Token);

        Assert.Equal([(3, 1)], await DelaysAsync());
        Assert.Equal(new OutboxCounts(0, 5, 0, 0, null), await _store.Outbox.CountAsync(Token));
        Assert.StartsWith("{", (await CountAsync()).GetString("Delays"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ADayOfAllDelaysThatThereAre_FitsIntoTheCount()
    {
        var delays = HourlyDelays.Of(counts: null, out _);
        for (var delay = DelaySteps.Least; delay <= DelaySteps.Most; delay *= 1.05)
        {
            for (var hour = 0; hour < 30; hour++)
            {
                var mark = new TableEntity("nysd", "~c|x");
                HourlyDelays.Mark(mark, Ended(Now.AddHours(-hour), DelaySteps.Of(delay)));
                delays.Add(mark);
            }
        }

        var row = new TableEntity("nysd", "~count");
        delays.Write(row, Now);
        await _store.Tables.Dockets.AddEntityAsync(row, Token);

        // An hour more than the day that is told, as that begins within one.
        var told = HourlyDelays.Of(await CountAsync(), out var fault);
        Assert.Null(fault);
        Assert.Equal(told.Since(DelaySteps.HourOf(Now)).Sum(count => count.Alerts) * 25, told.Since(0).Sum(count => count.Alerts));
    }

    private static MessageRow Ended(DateTimeOffset at, TimeSpan took) =>
        MessageRow.Of(OutboxMessage.AlertMessage.Of(Some.Alert()), "nysd", added: 0) with { At = at.UtcTicks, Took = took };

    private async Task SendAsync(TimeSpan delay, int times = 1, string court = "nysd")
    {
        var now = _store.Clock.GetUtcNow();
        for (var time = 0; time < times; time++)
        {
            var entry = Some.Entry($"{++_sent}", court: court);
            var message = OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: now, entries: entry) with { Court = entry.Court });
            Assert.True(await _store.Outbox.TryAddAsync(message, Token));
            var claim = Assert.Single(await _store.Outbox.ClaimAsync([message.Key], now, now.AddMinutes(5), "acs", Token));
            Assert.Single(await _store.Outbox.RecordAsync([new(message.Key, claim.ClaimToken, new Delivery.Delivered("acs", now + delay))], Token));
        }
    }

    private async Task<IReadOnlyList<(int Seconds, int Alerts)>> DelaysAsync() =>
        [.. (await _store.Outbox.DelaysAsync(_store.Clock.GetUtcNow().AddDays(-1), Token)).GroupBy(count => count.Delay).OrderBy(same => same.Key)
            .Select(same => ((int)same.Key.TotalSeconds, (int)same.Sum(count => count.Alerts)))];

    private async Task<TableEntity> CountAsync() => await _store.Tables.Dockets.GetEntityAsync<TableEntity>("nysd", "~count", cancellationToken: Token);
}
