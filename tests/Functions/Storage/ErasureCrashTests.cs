using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Erasures;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>An instance dies at each call that an erasure or retention makes, before and behind it; another goes on until nothing is left.</summary>
public sealed class ErasureCrashTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly Subscription Ada = Some.Subscription();
    private static readonly Subscription Grace = Some.Subscription("grace@example.com");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Erasing_DyingAtEachCall_IsFinishedByAnother()
    {
        var deaths = 0;
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                await StoreAsync(store, Ada);
                await StoreAsync(store, Grace);
                store.Clock.Advance(TimeSpan.FromMinutes(1));
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => Erase(dying).RunAsync(Ada.Subscriber, Token));

                using var heir = store.Another("heir");
                store.Clock.Advance(TimeSpan.FromMinutes(1));
                if (await Erase(heir).FinishAsync(Token) == 0)
                {
                    // It died before anything was written down, and whoever asked heard of that.
                    Assert.Single(await heir.Subscriptions.OfSubscriberAsync(Ada.Subscriber, Token));
                    await Erase(heir).RunAsync(Ada.Subscriber, Token);
                }

                await heir.Sweep.RunAsync(Now.AddHours(1), 100, Token);
                Assert.Equal([TableKeys.Erasure(Ada.Subscriber)], await TracesAsync(heir, Ada));
                Assert.Equal(new OutboxCounts(2, 2, 0, 1, Now), await heir.Outbox.CountAsync(Token));
                Assert.Equal([Grace.Id], (await heir.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token)).Select(one => one.Id));
                store.Clock.Advance(Erasure.LookedAfterFor);
                await Erase(heir).FinishAsync(Token);
                Assert.Empty(await TracesAsync(heir, Ada));
                (isDead, deaths) = (isDead | death.IsDead, deaths + (death.IsDead ? 1 : 0));
            }
        }

        Assert.InRange(deaths, 40, 400);
    }

    [Fact]
    public async Task Retention_DyingAtEachCall_IsFinishedByAnother()
    {
        var deaths = 0;
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                await StoreAsync(store, Ada);
                store.Clock.Advance(TimeSpan.FromDays(91));
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => TakeAway(dying).RunAsync(Token));

                using var heir = store.Another("heir");
                await TakeAway(heir).RunAsync(Token);
                await heir.Sweep.RunAsync(Now.AddDays(91), 100, Token);
                Assert.Equal(new OutboxCounts(2, 1, 0, 0, Now), await heir.Outbox.CountAsync(Token));
                Assert.Empty(await heir.Get<AlertLetters>().ListAsync(Token));
                Assert.Equal(2, (await heir.Outbox.NewestAsync(10, Token)).Count);
                Assert.Single(await heir.Subscriptions.OfSubscriberAsync(Ada.Subscriber, Token));
                Assert.Single(await heir.Dockets.FindToldAsync(Some.Nysd, [DocumentId.Parse("127022264358")], Token));
                (isDead, deaths) = (isDead | death.IsDead, deaths + (death.IsDead ? 1 : 0));
            }
        }

        Assert.InRange(deaths, 20, 200);
    }

    [Fact]
    public async Task Retention_NothingOld_IsOneOperationAPartition()
    {
        using var store = new TableTestStore();
        await StoreAsync(store, Ada);

        // The list of courts twice, 18 partitions of messages, what queues gave up, notices, and what the court's feed had.
        Assert.Equal(23, await store.CountAsync(() => TakeAway(store).RunAsync(Token)));
    }

    [Fact]
    public async Task Retention_ManyOld_IsAnOperationForNineOfThem()
    {
        using var store = new TableTestStore();
        var messages = Enumerable.Range(1, 462).Select(n => OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Now, entries: Some.Entry($"{n}", $"{n}")))).ToList();
        await store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Now }, Alerts = [.. messages.Select(one => one.Alert)] }, Token);
        var claims = await store.Outbox.ClaimAsync([.. messages.Select(one => one.Key)], Now, Now.AddHours(1), "acs", Token);
        await store.Outbox.RecordAsync([.. claims.Select(claim => new DeliveryRecord(claim.Message.Key, claim.ClaimToken, new Delivery.Delivered("acs", Now)))], Token);
        store.Clock.Advance(TimeSpan.FromDays(91));

        var operations = await store.CountAsync(() => TakeAway(store).RunAsync(Token));

        // 33 to see how they stand, 14 to take them away.
        Assert.Equal(23 + 33 + 14, operations);
        Assert.Empty(await store.Outbox.NewestAsync(1, Token));
    }

    private static EraseSubscriber Erase(TableTestStore store) =>
        new(store.Subscriptions, store.Get<IErasures>(), [], store.Clock, NullLogger<EraseSubscriber>.Instance);

    private static TakeAwayOld TakeAway(TableTestStore store) =>
        new(store.Get<IRetention>(), [], Options.Create(new RetentionOptions()), store.Clock, NullLogger<TakeAwayOld>.Instance);

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

    // Delivered, dead and waiting alerts, one in a digest that waits, marks and a record.
    private static async Task StoreAsync(TableTestStore store, Subscription owner)
    {
        await store.Subscriptions.TryWriteAsync([owner], message: null, Token);
        var alerts = Enumerable.Range(1, 3).Select(n => Some.Alert(owner, Now, Some.Entry($"{n}", $"{n}"))).ToList();
        await store.Dockets.TryRecordAsync(
            new CourtStep
            {
                State = (await store.Dockets.FindCourtAsync(Some.Nysd, Token) ?? CourtState.New(Some.Nysd)) with { CheckedAt = Now },
                Alerts = alerts,
                Told = [new(owner.Subscriber, DocumentId.Parse("127022264358"), "1001")],
            },
            Token);
        Delivery[] ends = [new Delivery.Delivered("acs", Now), new Delivery.DeadLettered("no", Now)];
        for (var n = 0; n < ends.Length; n++)
        {
            var claim = Assert.Single(await store.Outbox.ClaimAsync([IdempotencyKey.Of(alerts[n].Id)], Now, Now.AddHours(1), "acs", Token));
            await store.Outbox.RecordAsync([new(claim.Message.Key, claim.ClaimToken, ends[n])], Token);
        }

        var part = await store.Digests.FoldAsync(
            Some.Alert(owner, Now, Some.Entry("4", "4")) with { Digest = new DigestSlot(Cadence.Daily, Now) }, 1, Token);
        await store.Outbox.TryAddAsync(OutboxMessage.DigestMessage.Of(part, Now), Token);
        await store.Suppressions.TryWriteAsync(AddressRecord.New(owner.Subscriber) with { SoftInARow = 1, SoftAt = Now }, notice: null, Token);
    }

    // Every row of every table that names the subscriber, the subscription or the address in a key or a text.
    private static async Task<IReadOnlyList<string>> TracesAsync(TableTestStore store, Subscription owner)
    {
        var found = new List<string>();
        var tables = store.Tables;
        foreach (var table in new[] { tables.Courts, tables.Dockets, tables.Subscribers, tables.Followers, tables.Outbox, tables.Operators, tables.DeadLetters })
        {
            foreach (var row in await table.QueryAsync<TableEntity>(cancellationToken: Token).ToListAsync(Token))
            {
                var texts = row.Select(property => property.Value).OfType<string>();
                if (texts.Any(text => new[] { owner.Subscriber.Value, owner.Id.Value, owner.Address.Value }.Any(name => text.Contains(name, StringComparison.Ordinal))))
                {
                    found.Add(row.RowKey);
                }
            }
        }

        return found;
    }
}
