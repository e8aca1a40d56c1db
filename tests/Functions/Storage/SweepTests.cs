using Azure.Data.Tables;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>The sweep goes on past what is in its way.</summary>
public sealed class SweepTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RunAsync_DamagedRow_SweepsTheRestOfItsPartitionAndTheOthers()
    {
        await AddDueAsync("cand", "nysd", "txsd");
        await _store.Tables.Dockets.AddEntityAsync(new TableEntity("nysd", "~n|x") { ["V"] = 1, ["Json"] = "{" }, Token);

        Assert.Equal(["cand", "nysd", "txsd"], await SweptAsync());
    }

    [Fact]
    public async Task RunAsync_RowOfANewerVersion_IsLeftAndTheRestIsSwept()
    {
        await AddDueAsync("cand", "nysd", "txsd");
        await _store.Tables.Dockets.AddEntityAsync(new TableEntity("nysd", "~n|x") { ["V"] = 2 }, Token);

        Assert.Equal(["cand", "nysd", "txsd"], await SweptAsync());

        await Assert.ThrowsAsync<NewerRowException>(() => _store.Tables.Dockets.FindAsync("nysd", "~n|x", Token));
    }

    public static TheoryData<string> Failures => ["throttled", "no answer in time", "several tries without an answer"];

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task RunAsync_OnePartitionFails_SweepsTheOthers(string failure)
    {
        await AddDueAsync("cand", "nysd", "txsd");
        _store.Cloud.Faults = new TableFaults
        {
            Before = call => call is { Operation: "Query", Subject: "dockets|nysd|" }
                ? Task.FromException(failure switch
                {
                    "throttled" => TableFaults.Busy,
                    "no answer in time" => new TaskCanceledException(),
                    _ => new AggregateException(new TaskCanceledException(), new TaskCanceledException()),
                })
                : Task.CompletedTask,
        };

        Assert.Equal(["cand", "txsd"], await SweptAsync());
    }

    [Fact]
    public async Task RunAsync_BetweenTheAnnouncementOfANoticeAndItsRow_KeepsTheAnnouncement()
    {
        var (ada, notice) = (Some.Subscription().Subscriber, OperatorNotice.Of(NoticeKind.AddressSuppressed, "ada", Now, "It bounced."));
        using var dying = _store.Another("dying");
        var isDead = false;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (call is { Instance: "dying", Operation: "SubmitTransaction" } && call.Subject.StartsWith("subscribers", StringComparison.Ordinal))
                {
                    await _store.Sweep.RunAsync(Now, 10, Token);
                }
            },
            After = call =>
            {
                isDead |= call is { Instance: "dying", Operation: "SubmitTransaction" };
                return isDead && call.Instance == "dying" ? Task.FromException(new DeadException()) : Task.CompletedTask;
            },
        };
        await Assert.ThrowsAsync<DeadException>(() => dying.Suppressions.TryWriteAsync(AddressRecord.New(ada), notice, Token));
        Assert.Empty(await _store.Notices.FindUntoldAsync(10, Token));

        await _store.Sweep.RunAsync(Now.AddMinutes(5), 10, Token);

        Assert.Equal("It bounced.", Assert.Single(await _store.Notices.FindUntoldAsync(10, Token)).Text);
    }

    [Fact]
    public async Task RunAsync_AfterASweep_TheBacklogIsMeasuredOnce()
    {
        await AddDueAsync("cand", "nysd");
        await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert() with { Digest = new(Cadence.Hourly, Now.AddHours(1)) }), Token);
        _store.Clock.Advance(TimeSpan.FromMinutes(2));

        await _store.Sweep.RunAsync(Now, 1, Token);

        Assert.Equal(["2"], _store.Taken.Of("tipstaff.outbox.depth"));
        Assert.Equal(["120"], _store.Taken.Of("tipstaff.outbox.age"));
    }

    private async Task AddDueAsync(params string[] courts)
    {
        foreach (var court in courts)
        {
            var subscription = Some.Subscription(court: court);
            await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(Some.Alert(subscription, entries: Some.Entry(court: court))), Token);
        }
    }

    private async Task<IEnumerable<string>> SweptAsync() => (await _store.Sweep.RunAsync(Now, 10, Token)).Select(due => due.Partition).Order();
}
