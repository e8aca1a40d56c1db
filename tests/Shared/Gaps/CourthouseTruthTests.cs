using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Gaps;

/// <summary>Days at the made-up courthouse: what was told of gaps and quiet entries beside what was filed.</summary>
public sealed class CourthouseTruthTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(20);

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(2, 1.5)]
    public async Task RunAsync_FourDaysWithoutTrouble_TellsOfNoGapAndOfEachQuietNumberOnce(int seed, double entriesPerMinute)
    {
        var days = await DaysAsync(seed, entriesPerMinute, from: null, until: null);

        Assert.All(days.States, state => Assert.Empty(state.Window.Gaps));
        Assert.All(days.Alerts, alert => Assert.Empty(alert.Gaps));
        var quiet = 0;
        foreach (var docket in days.Alerts.GroupBy(alert => (alert.Court, alert.Docket)))
        {
            var filed = days.Courthouse.FiledIn(docket.Key.Court).Where(entry => entry.Docket == docket.Key.Docket && entry.Number is not null).ToLookup(entry => int.Parse(entry.Number!));
            var told = docket.SelectMany(alert => Numbers(alert).Select(number => (Number: number, alert.CreatedAt))).ToList();
            Assert.Equal(told.Count, told.DistinctBy(one => one.Number).Count());
            Assert.All(told, one => Assert.True(filed[one.Number].All(entry => !(entry.ShownFrom + Every < one.CreatedAt)), $"{docket.Key}: {one}"));

            var shown = docket.SelectMany(alert => alert.Entries).Where(entry => entry.Number is not null).ToList();
            var (first, last) = (shown.Select(entry => int.Parse(entry.Number!)).DefaultIfEmpty().Min(), shown.Select(entry => int.Parse(entry.Number!)).DefaultIfEmpty().Max());
            var truth = filed.Where(number => number.Key > first && number.Key < last && number.All(entry => entry.ShownFrom is null)).Select(number => number.Key).ToList();
            Assert.Empty(truth.Except(told.Select(one => one.Number)));
            quiet += truth.Count;
        }

        Assert.True(quiet >= 5, $"only {quiet} quiet entries were filed: the test shows little");
    }

    [Theory]
    [InlineData(3, 0.1)]
    [InlineData(4, 1.5)]
    public async Task RunAsync_AwayForTwoDays_TellsOfAGapThatHoldsEachEntryThatWasMissed(int seed, double entriesPerMinute)
    {
        var days = await DaysAsync(seed, entriesPerMinute, from: TimeSpan.FromHours(20), until: TimeSpan.FromHours(68));

        var missed = 0;
        foreach (var state in days.States)
        {
            var known = days.Known[state.Court];
            var lost = days.Courthouse.FiledIn(state.Court)
                .Where(entry => entry.EnteredAt >= Start && entry.ShownFrom is not null && entry.EnteredAt < Start.AddDays(3) && !known.Contains(entry.Identity)).ToList();
            Assert.All(lost, entry => Assert.Contains(state.Window.Gaps, gap => entry.EnteredAt >= gap.From && entry.EnteredAt <= gap.Until));
            Assert.True(state.Window.Gaps.Count <= 1);
            missed += lost.Count;
        }

        Assert.True(missed > 20, $"only {missed} entries were missed: the test shows little");
        Assert.Contains(days.Alerts, alert => alert.Gaps.Count == 1);
        Assert.All(days.Alerts.GroupBy(alert => alert.Subscription), alerts => Assert.True(alerts.Sum(alert => alert.Gaps.Count) <= 1));
    }

    private static IEnumerable<int> Numbers(Alert alert) =>
        alert.Quiet?.Ranges.SelectMany(range => Enumerable.Range(range.From, range.To - range.From + 1)) ?? [];

    private static async Task<Days> DaysAsync(int seed, double entriesPerMinute, TimeSpan? from, TimeSpan? until)
    {
        var token = TestContext.Current.CancellationToken;
        var clock = new ManualTimeProvider(Start);
        var courthouse = new MadeUpCourthouse(new() { Courts = 8, Seed = seed, EntriesPerMinute = entriesPerMinute, QuietNights = true }, Start);
        var store = new InMemoryStore(clock);
        var source = new ScriptedFeedSource();
        var check = SomeChecks.Of(source, store.Dockets, store.Subscriptions, clock);
        var dockets = courthouse.Courts.SelectMany(court => courthouse.BusiestDockets(court.Id, 3));
        await store.Subscriptions.TryWriteAsync(
            [.. dockets.Select(docket => Some.Subscription(court: docket.Court.Value, docket: docket.Number.Value, confirmedAt: Start.AddMinutes(-1)))], message: null, token);

        for (; clock.GetUtcNow() < Start.AddDays(4); clock.Advance(Every))
        {
            var sinceStart = clock.GetUtcNow() - Start;
            foreach (var court in courthouse.Courts.Where(_ => sinceStart < from || sinceStart >= until || from is null))
            {
                source.Answer = new FeedFetch.Fetched(courthouse.Feed(court.Id, clock.GetUtcNow()), ETag: null, LastModified: null);
                await check.RunAsync(court.Id, court.Feed!, token);
            }
        }

        var rows = await store.Outbox.NewestAsync(100_000, token);
        return new Days(
            courthouse,
            await store.Dockets.ListCourtsAsync(token),
            [.. rows.Select(row => ((OutboxMessage.AlertMessage)row.Message).Alert).OrderBy(alert => alert.CreatedAt)],
            (await store.Dockets.NewestEntriesAsync(int.MaxValue, token)).GroupBy(entry => entry.Court).ToDictionary(court => court.Key, court => court.Select(entry => entry.Identity).ToHashSet()));
    }

    private sealed record Days(
        MadeUpCourthouse Courthouse, IReadOnlyList<CourtState> States, IReadOnlyList<Alert> Alerts, Dictionary<CourtId, HashSet<EntryIdentity>> Known);
}
