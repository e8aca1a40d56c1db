using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>Rows that are one too many go within a day, and no others.</summary>
public sealed class DailyPassTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RunAsync_RowOfOneThatEnded_GoesWithItsCourtWithinADay()
    {
        var ended = await FollowAsync();
        _store.Cloud.Faults = new TableFaults { Refuses = call => call is { Operation: "DeleteEntity" } && call.Subject.StartsWith("followers", StringComparison.Ordinal) };
        Assert.True(await _store.Subscriptions.TryWriteAsync([ended.Ended(Now)], message: null, Token));
        Assert.Equal([Some.Nysd], (await _store.Subscriptions.FollowedCourtsAsync(Token)).Named);
        var looks = 0;
        _store.Cloud.Faults = new TableFaults
        {
            Before = call =>
            {
                looks += call is { Operation: "Query", Subject: "followers|nysd|" } ? 1 : 0;
                return Task.CompletedTask;
            },
        };

        await PassADayAsync(Now.AddHours(2));

        // Once: at its rows, and whether any are left.
        Assert.Equal(2, looks);
        Assert.Empty((await _store.Subscriptions.FollowedCourtsAsync(Token)).Named);
        Assert.Empty(await _store.Tables.Followers.ListAsync("nysd", KeyRange.Of("1"), Token));
    }

    [Fact]
    public async Task RunAsync_RowsOfALivingOneAndOfAYoungOne_Stay()
    {
        var living = await FollowAsync();
        await LeaveUnconfirmedAsync("grace@example.com");

        await PassADayAsync(Now.AddHours(-23).AddMinutes(-1));

        Assert.Equal([living.Id], (await _store.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token)).Select(one => one.Id));
        Assert.Equal(2, (await _store.Tables.Followers.ListAsync("nysd", KeyRange.Of("1"), Token)).Count);
    }

    [Fact]
    public async Task RunAsync_ConfirmedWhileItIsLookedAt_Stays()
    {
        var pending = await LeaveUnconfirmedAsync("ada@example.com");
        using var passing = _store.Another("passing");
        var isConfirmed = false;
        _store.Cloud.Faults = new TableFaults
        {
            After = async call =>
            {
                if (!isConfirmed && call is { Instance: "passing", Operation: "GetEntity" } && call.Subject.StartsWith("subscribers", StringComparison.Ordinal))
                {
                    isConfirmed = true;
                    Assert.True(await _store.Subscriptions.TryWriteAsync([pending.Confirmed(Now)], message: null, Token));
                }
            },
        };

        await PassADayAsync(Now.AddHours(2), passing);

        Assert.True(isConfirmed);
        Assert.Single(await _store.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token));
        Assert.Equal([Some.Nysd], (await _store.Subscriptions.FollowedCourtsAsync(Token)).Named);
    }

    [Fact]
    public async Task RunAsync_BehindMoreRowsThanADayTakes_GoesWithinSomeDays()
    {
        var living = Enumerable.Range(1, DailyPass.MaxRows).Select(number => Some.Subscription(docket: $"1:26-cv-{number:D5}")).ToArray();
        var ended = Enumerable.Range(0, 200).Select(number => Some.Subscription($"reader{number}@example.com", docket: "1:26-cv-09999")).ToList();
        Assert.True(await _store.Subscriptions.TryWriteAsync(living, message: null, Token));
        await _store.Get<FollowerIndex>().AddAsync(ended, Token);

        for (var day = 0; day < 7; day++)
        {
            await PassADayAsync(Now.AddHours(2).AddDays(day));
        }

        Assert.Equal(DailyPass.MaxRows, (await _store.Get<FollowerIndex>().RowsAsync(Some.Nysd.Value, Token)).Count);
    }

    [Fact]
    public async Task RunAsync_DeadLetterOfAMessageThatWasDelivered_GoesWithinADay()
    {
        var message = OutboxMessage.AlertMessage.Of(Some.Alert());
        await _store.Outbox.TryAddAsync(message, Token);
        await _store.Tables.DeadLetters.AddEntityAsync(AlertLetter.Entity(MessageRow.Of(message, "nysd", added: 1)), Token);

        await PassADayAsync(Now, partition: "operators");

        Assert.Empty(await _store.Get<AlertLetters>().ListAsync(Token));
    }

    private async Task PassADayAsync(DateTimeOffset from, TableTestStore? store = null, string partition = "nysd")
    {
        for (var at = from; at < from.AddDays(1); at = at.AddMinutes(5))
        {
            await (store ?? _store).Sweep.RunAsync(partition, at, Token);
        }
    }

    private async Task<Subscription> FollowAsync()
    {
        Assert.True(await _store.Subscriptions.TryWriteAsync([Some.Subscription()], message: null, Token));
        return (await _store.Subscriptions.FindAsync(Some.Subscription().Id, Token))!;
    }

    // As a crash between index and subscription leaves it.
    private async Task<Subscription> LeaveUnconfirmedAsync(string address)
    {
        var pending = Some.Subscription(address, confirmed: false);
        await _store.Subscriptions.TryWriteAsync([pending], message: null, Token);
        await _store.Get<FollowerIndex>().AddAsync([pending], Token);
        return (await _store.Subscriptions.FindAsync(pending.Id, Token))!;
    }
}
