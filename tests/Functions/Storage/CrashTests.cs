using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>An instance dies at each call that a step makes, before and behind it; another goes on. Nothing is lost or there twice.</summary>
public sealed class CrashTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(60)]
    public async Task TryRecordAsync_DyingAtEachCall_IsWrittenOnce(int entries)
    {
        var deaths = 0;
        for (var at = 0; at >= 0; at++)
        {
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                await RecordNewAsync(store, 1);
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => RecordNewAsync(dying, entries));

                using var heir = store.Another("heir");
                await heir.Sweep.RunAsync(Now.AddDays(1), 1_000, Token);
                await RecordNewAsync(heir, entries);
                await AssertWholeAsync(heir, entries);
                deaths += death.IsDead ? 1 : 0;
                at = death.IsDead ? at : -2;
                if (at < 0)
                {
                    break;
                }
            }
        }

        Assert.InRange(deaths, 8, 200);
    }

    [Fact]
    public async Task Delivering_DyingAtEachCall_EndsOnceWithItsNotice()
    {
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                var alert = Some.Alert();
                Assert.True(await store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Now }, Alerts = [alert] }, Token));
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => GiveUpAsync(dying, alert.Id, Now));

                using var heir = store.Another("heir");
                await heir.Sweep.RunAsync(Now, 10, Token);
                await GiveUpAsync(heir, alert.Id, Now.AddMinutes(5));
                await heir.Sweep.RunAsync(Now, 10, Token);
                Assert.Equal(new OutboxCounts(0, 0, 0, 1, null), await heir.Outbox.CountAsync(Token));
                Assert.Equal("dead", Assert.Single(await heir.Notices.FindUntoldAsync(10, Token)).Text);
                Assert.Equal(IdempotencyKey.Of(alert.Id), Assert.Single(await heir.Get<AlertLetters>().ListAsync(Token)).Key);
                Assert.Single(await heir.Outbox.ReplayAsync(keys: null, Now, Token));
                isDead |= death.IsDead;
            }
        }
    }

    [Fact]
    public async Task GivingUp_DyingAtEachCall_IsNeverOutOfSight()
    {
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                var alert = Some.Alert();
                await store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), Token);
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => GiveUpAsync(dying, alert.Id, Now));

                using var heir = store.Another("heir");
                var counts = await heir.Outbox.CountAsync(Token);
                Assert.Equal(1, counts.Waiting + counts.DeadLettered);
                Assert.Equal(counts.DeadLettered, (await heir.Outbox.ReplayAsync(keys: null, Now, Token)).Count);
                isDead |= death.IsDead;
            }
        }
    }

    [Fact]
    public async Task Replaying_DyingAtEachCall_LeavesNoLetterOfWhatWasDeliveredThen()
    {
        var deaths = 0;
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                var alert = Some.Alert();
                await store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), Token);
                await GiveUpAsync(store, alert.Id, Now);
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => dying.Outbox.ReplayAsync(keys: null, Now.AddHours(1), Token));

                using var heir = store.Another("heir");
                var between = await heir.Outbox.CountAsync(Token);
                Assert.Equal(1, between.Waiting + between.DeadLettered);
                await heir.Outbox.ReplayAsync(keys: null, Now.AddHours(1), Token);
                var claim = Assert.Single(await heir.Outbox.ClaimAsync([IdempotencyKey.Of(alert.Id)], Now.AddHours(1), Now.AddHours(2), "acs", Token));
                await heir.Outbox.RecordAsync([new(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("acs", Now))], Token);
                Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await heir.Outbox.CountAsync(Token));
                await heir.Sweep.RunAsync(Now.AddHours(1), 10, Token);
                Assert.Empty(await heir.Get<AlertLetters>().ListAsync(Token));
                Assert.Equal(new OutboxCounts(0, 1, 0, 0, null), await heir.Outbox.CountAsync(Token));
                (isDead, deaths) = (isDead | death.IsDead, deaths + (death.IsDead ? 1 : 0));
            }
        }

        Assert.InRange(deaths, 10, 100);
    }

    [Fact]
    public async Task TryWriteAsync_DyingAtEachCallOfAConfirmation_IsFoundByItsDocketWhenDoneAgain()
    {
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                var pending = Some.Subscription(confirmed: false);
                await store.Subscriptions.TryWriteAsync([pending], message: null, Token);
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => ConfirmAsync(dying, pending.Subscriber));

                using var heir = store.Another("heir");
                await ConfirmAsync(heir, pending.Subscriber);
                Assert.Single(await heir.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token));
                Assert.Equal([Some.Nysd], (await heir.Subscriptions.FollowedCourtsAsync(Token)).Named);
                Assert.NotNull(await heir.Subscriptions.FindAsync(pending.Id, Token));
                isDead |= death.IsDead;
            }
        }
    }

    private static async Task UntilDeadAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (DeadException)
        {
            // As it was meant.
        }
    }

    // As a check does: what is not known is recorded, and a lost race is decided anew.
    private static async Task RecordNewAsync(TableTestStore store, int count)
    {
        DocketEntry[] feed = [.. Enumerable.Range(1, count).Select(number => Some.Entry($"{number}", number: $"{number}"))];
        for (var race = 0; race < 3; race++)
        {
            var state = await store.Dockets.FindCourtAsync(Some.Nysd, Token) ?? CourtState.New(Some.Nysd);
            var known = await store.Dockets.FindKnownAsync(Some.Nysd, [.. feed.Select(entry => entry.Identity)], Token);
            DocketEntry[] added = [.. feed.Where(entry => !known.ContainsKey(entry.Identity))];
            var step = new CourtStep
            {
                State = state with { CheckedAt = Now, ContentHash = $"{count}" },
                NewEntries = added,
                Alerts = [.. added.Select(entry => Some.Alert(entries: entry))],
                Notices = [.. added.Take(1).Select(entry => OperatorNotice.Of(NoticeKind.Gap, entry.Identity.Value, Now, "gap", Some.Nysd))],
            };
            if (await store.Dockets.TryRecordAsync(step, Token))
            {
                return;
            }
        }

        Assert.Fail("Three races were lost to nobody.");
    }

    private static async Task AssertWholeAsync(TableTestStore store, int entries)
    {
        Assert.Equal(entries, (await store.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).Count);
        Assert.Equal(entries, (await store.Dockets.NewestEntriesAsync(1_000, Token)).Count);
        Assert.Equal(entries, (await store.Outbox.CountAsync(Token)).Waiting);
        Assert.Equal(entries, (await store.Outbox.FindDueAsync(Now, 1_000, Token)).Count);
        Assert.Equal(entries, (await store.Outbox.NewestAsync(1_000, Token)).Count);

        await store.Sweep.RunAsync(Now.AddDays(1), 1_000, Token);
        Assert.Equal(entries == 1 ? 1 : 2, (await store.Notices.FindUntoldAsync(10, Token)).Count);
        var left = await store.Tables.Dockets.QueryAsync<Azure.Data.Tables.TableEntity>(cancellationToken: Token).ToListAsync(Token);
        Assert.DoesNotContain(left, row => row.RowKey.StartsWith("~n", StringComparison.Ordinal) || row.RowKey.Contains("j|", StringComparison.Ordinal));
        Assert.Equal("", left.Single(row => row.RowKey == "head").GetString("Pending"));
    }

    private static async Task GiveUpAsync(TableTestStore store, Tipstaff.Alerts.AlertId alert, DateTimeOffset now)
    {
        var dead = new Delivery.DeadLettered("refused", now);
        var notice = OperatorNotice.Of(NoticeKind.DeadLetter, alert.Value, now, "dead");
        foreach (var claim in await store.Outbox.ClaimAsync([IdempotencyKey.Of(alert)], now, now.AddMinutes(5), "acs", Token))
        {
            await store.Outbox.RecordAsync([new(claim.Message.Key, claim.ClaimToken, dead, notice)], Token);
        }
    }

    private static async Task ConfirmAsync(TableTestStore store, SubscriberId subscriber)
    {
        var pending = (await store.Subscriptions.OfSubscriberAsync(subscriber, Token)).Where(one => one.State is SubscriptionState.Pending);
        Assert.True(await store.Subscriptions.TryWriteAsync([.. pending.Select(one => one.Confirmed(Now))], message: null, Token));
    }
}
