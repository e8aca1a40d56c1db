using Azure;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Erasures;
using Tipstaff.Functions.Storage;
using Tipstaff.Idempotency;
using Tipstaff.Limits;
using Tipstaff.Outbox;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>How many operations the tables are asked for; a month's bill hangs on it.</summary>
public sealed class TableCostTests : IDisposable
{
    private static readonly SubscriberIds Ids = new(new InstallationSecret(Some.Key));

    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task UnchangedCheck_StateCameWithItsMessage_IsOneOperation()
    {
        await RecordAsync(new CourtStep { State = State(0, "hash"), NewEntries = [Some.Entry()] });
        using var instance = _store.Another();
        await PrimeAsync(instance);

        var operations = await _store.CountAsync(async () =>
        {
            var state = (await instance.Dockets.FindCourtAsync(Some.Nysd, Token))!;
            Assert.True(await instance.Dockets.TryRecordAsync(new CourtStep { State = state with { CheckedAt = Now.AddMinutes(5) } }, Token));
        });

        Assert.Equal(1, operations);
        Assert.Equal(Now.AddMinutes(5), (await _store.Dockets.FindCourtAsync(Some.Nysd, Token))!.CheckedAt);
    }

    [Fact]
    public async Task CheckWithOneNewEntryAndAlert_StateCameWithItsMessage_IsThreeOperationsForTheStep()
    {
        await RecordAsync(new CourtStep { State = State(0, "hash"), NewEntries = [Some.Entry()] });
        using var instance = _store.Another();
        await PrimeAsync(instance);
        var entry = Some.Entry("11", document: "127022264359");

        var operations = await _store.CountAsync(async () =>
        {
            var state = (await instance.Dockets.FindCourtAsync(Some.Nysd, Token))!;
            Assert.Single(await instance.Dockets.FindKnownAsync(Some.Nysd, [Some.Entry().Identity, entry.Identity], Token));
            Assert.True(await instance.Dockets.TryRecordAsync(
                new CourtStep
                {
                    State = state with { ContentHash = "another" },
                    NewEntries = [entry],
                    Alerts = [Some.Alert(entries: entry)],
                    Told = [new ToldDocument(Some.Subscription().Subscriber, entry.Document!, entry.CaseId!)],
                },
                Token));
        });

        Assert.Equal(3, operations);
    }

    [Fact]
    public async Task DeliveredAlert_PartitionCameWithItsMessage_IsFourOperations()
    {
        await _store.Subscriptions.TryWriteAsync([Some.Subscription()], message: null, Token);
        var alert = Some.Alert();
        await RecordAsync(new CourtStep { State = State(0, "hash"), Alerts = [alert] });
        using var instance = _store.Another();
        var key = IdempotencyKey.Of(alert.Id);
        instance.Get<Whereabouts>().Note(key, _store.Get<Whereabouts>().PartitionOf(key)!);

        var operations = await _store.CountAsync(async () =>
        {
            var claimed = Assert.Single(await instance.Outbox.ClaimAsync([key], Now, Now.AddMinutes(5), "acs", Token));
            Assert.Single((await instance.Recipients.FindAsync([claimed.Message], Token)).Subscriptions);
            Assert.Single(await instance.Outbox.RecordAsync([new(key, claimed.ClaimToken, new Delivery.Delivered("acs", Now))], Token));
        });

        Assert.Equal(4, operations);
    }

    [Fact]
    public async Task GivenUpAlert_PartitionCameWithItsMessage_IsTenOperationsWithoutItsReader()
    {
        var alert = Some.Alert();
        await RecordAsync(new CourtStep { State = State(0, "hash"), Alerts = [alert] });
        using var instance = _store.Another();
        var (key, dead) = (IdempotencyKey.Of(alert.Id), new Delivery.DeadLettered("refused", Now));
        instance.Get<Whereabouts>().Note(key, "nysd");

        var operations = await _store.CountAsync(async () =>
        {
            var claimed = Assert.Single(await instance.Outbox.ClaimAsync([key], Now, Now.AddMinutes(5), "acs", Token));
            Assert.Single(await instance.Outbox.RecordAsync([new(key, claimed.ClaimToken, dead, DeadLetterNotice.Of(key, dead))], Token));
        });

        Assert.Equal(10, operations);
    }

    [Fact]
    public async Task FollowersAsync_OneFollowerOfSixDockets_IsThreeOperations()
    {
        var followed = Some.Subscription();
        await _store.Subscriptions.TryWriteAsync([followed], message: null, Token);
        using var instance = _store.Another();

        IReadOnlyList<Subscription> followers = [];
        var operations = await _store.CountAsync(async () => followers = await instance.Subscriptions.FollowersAsync(
            Some.Nysd, [Some.DoeVRoe, .. Enumerable.Range(1, 5).Select(number => Tipstaff.Dockets.DocketNumber.Parse($"1:26-cv-{number:D5}"))], Token));

        Assert.Equal((followed.Id, 3L), (Assert.Single(followers).Id, operations));
    }

    [Fact]
    public async Task Subscribe_NewRequestAmongManyCourts_IsAHandfulOfOperations()
    {
        foreach (var number in Enumerable.Range(10, 50))
        {
            await _store.Get<OutboxPartitions>().ListAsync(CourtId.Parse($"ca{number}"), Token);
        }

        using var instance = _store.Another();
        var subscribe = new Subscribe(
            instance.Subscriptions, instance.Outbox, instance.Get<IErasures>(), instance.Dockets, new RecordingQueue(), Ids,
            new MailboxTurns(instance.Get<INonces>(), Ids, Options.Create(new LimitOptions())), Options.Create(new LimitOptions()), _store.Clock);
        var request = Some.Request("ada@example.com", "nysd", "1:26-cv-01234")!;

        Assert.Equal(10, await _store.CountAsync(() => subscribe.RunAsync(request, Token)));
        Assert.Equal(1, (await _store.Outbox.CountAsync(Token)).Waiting);
    }

    [Fact]
    public async Task KeyedRequest_FirstAndSecondTime_IsFiveOperationsMoreAndOne()
    {
        var once = new AnswerOnce(_store.Get<IKeyedRequests>(), new InstallationSecret(Some.Key), _store.Clock);
        Assert.True(ClientKey.TryParse("key", out var key));

        Assert.Equal(5, await _store.CountAsync(AskAsync));
        Assert.Equal(1, await _store.CountAsync(AskAsync));

        Task AskAsync() => once.RunAsync("192.0.2.1", key, Array.Empty<byte>(), _ => Task.FromResult(new KeptAnswer(202, "{}")), Token);
    }

    [Fact]
    public async Task Nonce_UsedAndForgotten_IsOneOperationAndThreeWhenItsTimeIsOver()
    {
        var nonces = _store.Get<INonces>();

        Assert.Equal(1, await _store.CountAsync(() => nonces.TryUseAsync("ada", "nonce", Now, Token)));
        Assert.Equal(3, await _store.CountAsync(() => nonces.ForgetAsync(Now, 500, Token)));
        Assert.Equal(1, await _store.CountAsync(() => nonces.ForgetAsync(Now, 500, Token)));
    }

    private static CourtState State(long version, string hash) => CourtState.New(Some.Nysd) with { Version = version, CheckedAt = Now, ContentHash = hash };

    private async Task RecordAsync(CourtStep step) => Assert.True(await _store.Dockets.TryRecordAsync(step, Token));

    private async Task PrimeAsync(TableTestStore instance)
    {
        var listed = Assert.Single(await _store.Get<TableDockets>().ListSnapshotsAsync(Token));
        instance.Get<CourtSnapshots>().Prime(listed.State.Court, listed.State, listed.Head, new ETag(listed.Tag.ToString()));
    }
}
