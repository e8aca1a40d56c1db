using Tipstaff.AzureHarness;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>Writes of subscriptions that lose a race at the last moment leave nothing half undone.</summary>
public sealed class SubscriptionWriterTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();
    private readonly TableTestStore _slow;
    private readonly SubscriberIds _ids = new(new InstallationSecret(Some.Key));

    public SubscriptionWriterTests() => _slow = _store.Another("slow");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _slow.Dispose();
        _store.Dispose();
    }

    [Fact]
    public async Task TryWriteAsync_RowsRefusedBehindTheMessage_KeepsTheMessageThatASecondRequestReliesOn()
    {
        var (first, second) = (Some.Subscription(confirmed: false), Some.Subscription(docket: "1:26-cv-05678", confirmed: false));
        var message = new OutboxMessage.ConfirmationMessage
        {
            Key = IdempotencyKey.OfConfirmation(first.Subscriber, DateOnly.FromDateTime(Now.UtcDateTime)),
            Subscriber = first.Subscriber,
            CreatedAt = Now,
            DueAt = Now,
        };
        OnceBeforeWritingOf(first, async () =>
        {
            Assert.True(await _store.Subscriptions.TryWriteAsync([first], message: null, Token));
            Assert.True(await _store.Subscriptions.TryWriteAsync([second], message, Token));
        });

        Assert.False(await _slow.Subscriptions.TryWriteAsync([first], message, Token));

        Assert.Equal(OutboxState.Waiting, await _store.Outbox.FindStateAsync(message, Token));
    }

    [Fact]
    public async Task Import_OneOfSeveralLosesARace_WritesAllOnceAndCountsThem()
    {
        string[] addresses = ["ada@example.com", "grace@example.com", "mary@example.com"];
        var raced = await WriteAsync(Pending("grace@example.com"));
        OnceBeforeWritingOf(raced, async () => await WriteAsync(raced with { Cadence = Cadence.Weekly }));
        var import = new ImportSubscriptions(_slow.Subscriptions, _ids, _store.Clock);

        var imported = await import.RunAsync([.. addresses.Select(Line)], Token);

        Assert.Equal(new Imported(Added: 3, Known: 0, Ended: 0), imported);
        Assert.Equal(3, (await _store.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token)).Count);
        Assert.Equal(Cadence.Weekly, (await _store.Subscriptions.FindAsync(raced.Id, Token))!.Cadence);
        Assert.Equal(1, (await _store.Subscriptions.FindAsync(Pending("ada@example.com").Id, Token))!.Version);
    }

    [Fact]
    public async Task TryWriteAsync_OneOfSeveralLosesARace_LeavesTheOthersWrittenAndWhatEndedOutOfTheIndex()
    {
        var (ada, grace) = (await WriteAsync(Of("ada@example.com")), await WriteAsync(Of("grace@example.com")));
        OnceBeforeWritingOf(grace, async () => await WriteAsync(grace with { Cadence = Cadence.Weekly }));

        Assert.False(await _slow.Subscriptions.TryWriteAsync([ada.Ended(Now), grace.Ended(Now)], message: null, Token));

        Assert.Equal(SubscriptionState.Ended, (await _store.Subscriptions.FindAsync(ada.Id, Token))!.State);
        Assert.Equal([grace.Id], (await _store.Subscriptions.FollowersAsync(Some.Nysd, [Some.DoeVRoe], Token)).Select(one => one.Id));
        Assert.Single(await _store.Tables.Followers.QueryAsync<Azure.Data.Tables.TableEntity>("PartitionKey eq 'nysd'", cancellationToken: Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Confirm_MoreThanATransactionTakes_LosingARaceForSome_ConfirmsAllAndTellsAll()
    {
        var pending = Enumerable.Range(1, 150).Select(number => Pending("ada@example.com", $"1:26-cv-{number:D5}")).ToArray();
        Assert.True(await _store.Subscriptions.TryWriteAsync(pending, message: null, Token));
        var stored = await _store.Subscriptions.OfSubscriberAsync(pending[0].Subscriber, Token);
        var pieces = 0;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (IsWriteBySlow(call) && ++pieces == 2)
                {
                    await WriteAsync(stored[^1] with { Cadence = Cadence.Weekly });
                    await WriteAsync(stored[^2].Ended(Now));
                }
            },
        };
        var confirm = new ConfirmSubscriptions(_slow.Subscriptions, _slow.Suppressions, _store.Clock);

        var confirmed = await confirm.RunAsync(pending[0].Subscriber, Token);

        var now = await _store.Subscriptions.OfSubscriberAsync(pending[0].Subscriber, Token);
        Assert.Equal(149, confirmed.Count);
        Assert.Equal(now.Where(one => one.State is SubscriptionState.Confirmed).Select(one => one.Id), confirmed.Select(one => one.Id));
        Assert.Equal(149, now.Count(one => one.State is SubscriptionState.Confirmed));
    }

    private static Subscription Of(string address) => Some.Subscription(address);

    private static bool IsWriteBySlow(CloudCall call) =>
        call is { Instance: "slow", Operation: "SubmitTransaction" } && call.Subject.StartsWith("subscribers", StringComparison.Ordinal);

    private Subscription Pending(string address, string docket = "1:26-cv-01234")
    {
        var mailbox = EmailAddress.Parse(address);
        return Subscription.ToCase(_ids.Of(mailbox), mailbox, Some.Nysd, Tipstaff.Dockets.DocketNumber.Parse(docket), Now);
    }

    private ImportLine Line(string address) => new(Some.Request(address, "nysd", "1:26-cv-01234")!, Now.AddDays(-1));

    private async Task<Subscription> WriteAsync(Subscription subscription)
    {
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, Token));
        return (await _store.Subscriptions.FindAsync(subscription.Id, Token))!;
    }

    private void OnceBeforeWritingOf(Subscription subscription, Func<Task> rival)
    {
        var isFirst = true;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (isFirst && IsWriteBySlow(call) && call.Subject == $"subscribers|{subscription.Subscriber}|")
                {
                    isFirst = false;
                    await rival();
                }
            },
        };
    }
}
