using System.Globalization;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Costs;

/// <summary>
/// What things cost in operations of the cloud, as the difference that more of them make. A count that rises fails; one that falls
/// is to be lowered here and in docs/azure.md.
/// </summary>
public sealed class CostTests
{
    private static readonly string[] Courts = ["nysd", "cand", "ilnd", "txsd", "flsd", "mad", "njd", "paed", "gand", "cacd", "dcd"];

    // Between two sweeps, and on the whole minute: three checks of each court.
    private static readonly TimeSpan Begin = new(0, 5, 50);
    private static readonly TimeSpan End = new(0, 8, 50);

    [Fact]
    public void UnchangedCheck_IsOneTableOperationAndOneMessage()
    {
        var (many, few) = (Unchanged(courts: 11), Unchanged(courts: 1));
        var cost = many.Costs.Above(few.Costs, many.Checks - few.Checks);

        Assert.Equal(1, cost.Tables);
        Assert.Equal((0, 0, 0), (cost.Durable, cost.Entities, cost.Mails));
        AssertInDocument("unchanged check", cost);
    }

    [Fact]
    public void Bill_OfAMonth_IsThatOfTheDocument()
    {
        var (many, few) = (Unchanged(courts: 11), Unchanged(courts: 1));
        var check = many.Costs.Above(few.Costs, many.Checks - few.Checks);

        var rows = Bill.Rows(check, NewEntry(), Alert(), FailingHour()).ToList();

        Assert.All(rows, AssertInDocument);
    }

    [Fact]
    public void DeliveredAlert_IsFourTableOperations()
    {
        var cost = Alert();

        Assert.Equal(4, cost.Tables);
        Assert.Equal((0, 0, 1), (cost.Durable, cost.Entities, cost.Mails));
        AssertInDocument("delivered alert", cost);
    }

    [Fact]
    public void NewEntry_CostsAsTheDocumentSays() =>
        AssertInDocument("new entry that nobody follows, above an unchanged check", NewEntry());

    [Fact]
    public void FailedCourt_AnHour_CostsAsTheDocumentSays() =>
        AssertInDocument("failing court, an hour", FailingHour());

    private static OperationCosts Alert() => Alerts(followers: 12).Above(Alerts(followers: 2), things: 10);

    private static OperationCosts NewEntry() => Entries(entries: 11).Above(Entries(entries: 1), things: 10);

    private static OperationCosts FailingHour() => Failing(courts: 3).Above(Failing(courts: 1), things: 2);

    private static (OperationCosts Costs, int Checks) Unchanged(int courts)
    {
        using var bench = Watching(courts, followers: 0);
        bench.WaitUntil(Begin);
        bench.Cloud.Counts.Clear();
        bench.AskedAt.Clear();
        bench.WaitUntil(End);
        return (OperationCosts.Of(bench.Cloud.Counts), bench.AskedAt.Count);
    }

    private static OperationCosts Alerts(int followers)
    {
        using var bench = Watching(courts: 1, followers);
        bench.WaitUntil(Begin);
        bench.Court.Gives(SomeFeed.Of(bench.Now, SomeFeed.Item(3, bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        bench.Cloud.Faults = new ClearsCounts(bench);
        bench.WaitUntil(End);
        Assert.Equal(followers, bench.Cloud.Email.Taken.Count);
        return OperationCosts.Of(bench.Cloud.Counts);
    }

    private static OperationCosts Entries(int entries)
    {
        using var bench = Watching(courts: 1, followers: 0);
        bench.WaitUntil(Begin);
        bench.Cloud.Counts.Clear();
        for (var minute = 0; minute < 11; minute++)
        {
            if (minute < entries)
            {
                var begin = Some.Monday9Am + Begin;
                bench.Court.Gives(SomeFeed.Of(
                    bench.Now,
                    [
                        .. Enumerable.Range(0, minute + 1).Reverse().Select(n => SomeFeed.Item(n + 3, begin.AddMinutes(n), docket: "1:26-cv-00777")),
                        SomeFeed.Item(2, Some.Monday9Am.AddHours(-1)),
                    ]));
            }

            bench.Wait(TimeSpan.FromMinutes(1));
        }

        return OperationCosts.Of(bench.Cloud.Counts);
    }

    private static OperationCosts Failing(int courts)
    {
        using var bench = Watching(courts, followers: 0);
        bench.WaitUntil(Begin);
        bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        bench.Court.IsUp = false;
        bench.Cloud.Counts.Clear();
        bench.Wait(TimeSpan.FromHours(1));
        return OperationCosts.Of(bench.Cloud.Counts);
    }

    private static CloudBench Watching(int courts, int followers)
    {
        var bench = new CloudBench();
        bench.Cloud.Email.Quota.Lift();
        bench.Settings["Acs__PerMinute"] = "100000";
        bench.Settings["Acs__PerHour"] = "1000000";
        bench.Start();
        foreach (var court in Courts.Take(courts))
        {
            bench.Follow(mailbox: "watcher@example.com", court: court, docket: "1:26-cv-09999");
        }

        foreach (var n in Enumerable.Range(0, followers))
        {
            bench.Follow(mailbox: $"reader{n}@example.com");
        }

        bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        return bench;
    }

    private static void AssertInDocument(string thing, OperationCosts cost) => AssertInDocument(string.Create(
        CultureInfo.InvariantCulture, $"| {thing} | {cost.Tables:0.##} | {cost.Bus:0.##} | {cost.Durable:0.##} | {cost.Entities:0.##} | {cost.Mails:0.##} |"));

    private static void AssertInDocument(string row)
    {
        var document = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "azure.md"));
        if (!document.Contains(row, StringComparison.Ordinal))
        {
            Assert.Fail($"docs/azure.md does not say: {row}");
        }
    }

    /// <summary>Lets the counts begin where the check has put the alerts on their queue.</summary>
    private sealed class ClearsCounts(CloudBench bench) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (call.Operation is "SendMessages" or "SendMessage" && call.Subject.StartsWith("alerts", StringComparison.Ordinal))
            {
                bench.Cloud.Counts.Clear();
            }

            return Task.CompletedTask;
        }
    }
}
