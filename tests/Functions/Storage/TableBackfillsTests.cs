using Azure.Data.Tables;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Tests.Contracts;

namespace Tipstaff.Tests.Functions.Storage;

public sealed class TableBackfillsTests : BackfillsContract
{
    private readonly TableTestStore _store = new();

    private protected override IOutbox Outbox => _store.Outbox;

    private protected override IBackfills Backfills => _store.Get<IBackfills>();

    private protected override void Close() => _store.Dispose();

    private protected override Task AgeAsync() => _store.AgeAsync();

    private protected override Task DamageAsync(IdempotencyKey key) => _store.DamageAsync(key);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_InstanceDiesAtAnyCall_AnotherGoesOnFromThere(bool isDone)
    {
        for (var at = 0; ; at++)
        {
            using var store = new TableTestStore();
            foreach (var number in Enumerable.Range(0, 5))
            {
                await store.Outbox.TryAddAsync(Message(number), Token);
            }

            await store.AgeAsync();
            using var dying = store.Another("dying");
            var death = new DyingInstance("dying", at, isDone);
            store.Cloud.Faults = death;
            await Record.ExceptionAsync(() => new MigrateRows(dying.Get<IBackfills>(), TimeProvider.System).RunAsync(_ => { }, atMost: null, Token));
            store.Cloud.Faults = new TableFaults();

            var rest = Assert.Single(await new MigrateRows(store.Get<IBackfills>(), TimeProvider.System).RunAsync(_ => { }, atMost: null, Token));

            Assert.Equal(0, rest.Left);
            Assert.Equal(5, (await store.Outbox.FindDueAsync(Now, 10, Token)).Count);
            if (!death.IsDead)
            {
                Assert.True(at > 20);
                return;
            }
        }
    }

    [Theory]
    [InlineData(1, 1_200, 5)]
    [InlineData(1, 1_200, 1_200)]
    [InlineData(60, 2, 2)]
    public async Task EstimateAsync_FewOldAmongManyOrFewInEachPartition_IsAboutWhatItTakes(int courts, int messages, int old)
    {
        foreach (var court in Enumerable.Range(0, courts).Select(number => $"c{number:D2}"))
        {
            foreach (var number in Enumerable.Range(0, messages))
            {
                var row = MessageRow.Of(Message(number), court, number).ToUnit().Writes[0].Row;
                row["V"] = number < old ? 1 : 2;
                await _store.Tables.Dockets.AddEntityAsync(row, Token);
            }

            await _store.Get<OutboxPartitions>().ListAsync(CourtId.Parse(court), Token);
        }

        _store.Cloud.Faults = new TableFaults
        {
            Before = _ =>
            {
                _store.Clock.Advance(TimeSpan.FromMilliseconds(10));
                return Task.CompletedTask;
            },
        };
        var estimate = Assert.Single(await new MigrateRows(Backfills, _store.Clock).EstimateAsync(Token)).Time;
        var begun = _store.Clock.GetUtcNow();
        for (var at = BackfillCheckpoint.Of(StoredKinds.Message, stored: null); !at.IsDone;)
        {
            at = await Backfills.RunPieceAsync(at, Token);
        }

        Assert.InRange(estimate / (_store.Clock.GetUtcNow() - begun), 0.8, 1.25);
    }

    [Fact]
    public async Task RunAsync_RowChangedBetweenReadingAndWriting_IsNotUndoneAndRewrittenInTheNextPass()
    {
        await AddAsync(3);
        await AgeAsync();
        using var service = _store.Another("service");
        IReadOnlyList<ClaimedMessage> claims = [];
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (claims.Count == 0 && call is { Instance: "0", Operation: "UpdateEntity" })
                {
                    claims = await service.Outbox.ClaimAsync([Message(0).Key], Now, Now.AddMinutes(5), "acs", Token);
                }
            },
        };

        var done = Assert.Single(await Migrate().RunAsync(_ => { }, atMost: null, Token));

        Assert.Equal((3, 0), (done.Rewritten, done.Left));
        var row = (await _store.Tables.Dockets.FindAsync("nysd", $"o|{Message(0).Key}", Token))!;
        Assert.Equal((claims[0].ClaimToken, 1, "alert", 2), (row.GetString("Token"), row.GetInt32("Attempt"), row.GetString("Kind"), row.GetInt32("V")));
        Assert.Single(await service.Outbox.RecordAsync([new DeliveryRecord(Message(0).Key, claims[0].ClaimToken, new Delivery.Delivered("acs", Now))], Token));
    }
}
