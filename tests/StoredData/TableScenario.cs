using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Erasures;
using Tipstaff.Feeds;
using Tipstaff.Functions.Mail;
using Tipstaff.Functions.Storage;
using Tipstaff.Gaps;
using Tipstaff.Idempotency;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Functions.Storage;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.StoredData;

/// <summary>Writes rows of each kind with all of their properties.</summary>
internal sealed class TableScenario(TableTestStore store, CancellationToken token)
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;
    private static readonly Subscription Ada = Some.Subscription();

    public async Task RunAsync()
    {
        await SubscribeAsync();
        await CheckAsync();
        await DeliverAsync();
        await RememberAsync();
        await store.Sweep.RunAsync(Now.AddDays(1), 100, token);
    }

    private static OperatorNotice Notice(string about) => OperatorNotice.Of(NoticeKind.Gap, about, Now, "Something came about.", Some.Nysd);

    private async Task SubscribeAsync()
    {
        var asked = new OutboxMessage.ConfirmationMessage
        {
            Key = IdempotencyKey.OfConfirmation(Ada.Subscriber, new DateOnly(2026, 3, 2)),
            Subscriber = Ada.Subscriber,
            CreatedAt = Now,
            DueAt = Now,
        };
        await store.Subscriptions.TryWriteAsync([Ada, Some.Hooked(Ada)], asked, token);
    }

    private async Task CheckAsync()
    {
        var state = CourtState.New(Some.Nysd) with { CheckedAt = Now, ContentHash = "1" };
        var place = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        var alerts = new[] { Some.Alert(Ada) with { Trace = place }, Some.Alert(Some.Hooked(Ada)), Some.Alert(Ada, entries: Some.Entry("11")) };
        await store.Dockets.TryRecordAsync(
            new CourtStep
            {
                State = state,
                NewEntries = [Some.Entry()],
                Alerts = alerts,
                Told = [new ToldDocument(Ada.Subscriber, DocumentId.Parse("127022264358"), "612345")],
                ToldNotes = [new ToldNotes(Ada.Id, Now, 3)],
                Unreadable = [new UnreadableItem("<item>", "It is cut short.")],
                Notices = [Notice("a court")],
            },
            token);

        // A journal, as it takes more than 100 rows.
        await store.Dockets.TryRecordAsync(
            new CourtStep { State = state with { Version = 1, ContentHash = "2" }, NewEntries = [.. Enumerable.Range(100, 60).Select(number => Some.Entry($"{number}"))] }, token);
    }

    private async Task DeliverAsync()
    {
        var due = await store.Outbox.FindDueAsync(Now, 10, token);
        var claimed = await store.Outbox.ClaimAsync(due, Now, Now.AddMinutes(5), "acs", token);
        var deliveries = claimed.Select((one, at) => new DeliveryRecord(
            one.Message.Key,
            one.ClaimToken,
            at == 0 ? new Delivery.DeadLettered("550 No such user", Now) : new Delivery.Delivered("acs", Now),
            at == 0 ? Notice("a letter") : null));
        await store.Outbox.RecordAsync([.. deliveries], token);
        await store.Get<TableDeadLetters>().AddAsync(new QueueDeadLetter("alerts", "1", "{}", "It was tried too often.", Now), token);
        var folded = Some.Alert(Ada) with { Digest = new DigestSlot(Cadence.Daily, Now) };
        var part = await store.Digests.FoldAsync(folded, weight: 10, token);
        await store.Digests.CloseAsync(part, capacity: 100, token);
        await store.Digests.TellAsync(part, [folded.Id], token);
    }

    private async Task RememberAsync()
    {
        await store.Suppressions.TryWriteAsync(new AddressRecord { Subscriber = Ada.Subscriber }, Notice("an address"), token);
        await store.Get<IWebhookEndpoints>().TryWriteAsync(SubscriberWebhooks.New(Ada.Subscriber), token);
        await store.Breakers.TryWriteAsync(new ProviderBreaker("acs", CircuitBreaker.New), notice: null, token);
        await store.Breakers.TryClaimTrialAsync(new TrialClaim("acs", 1, "instance", Now, Now.AddMinutes(1)), token);
        await store.Get<INonces>().TryUseAsync("key", "nonce", Now.AddMinutes(5), token);
        var asked = new KeyedRequest { Key = ContentKey.Of("key"), Body = ContentKey.Of("body"), ClaimedUntil = Now.AddSeconds(15), Until = Now.AddDays(1) };
        await store.Get<IKeyedRequests>().TryWriteAsync(asked, token);
        await store.Get<IErasures>().NoteAsync(Erasure.Of(Ada.Subscriber, [Ada], before: null, Now), token);
        await store.Get<ICanaryLog>().TryWriteAsync(CanaryRecord.New(Now), token);
        var quota = new QuotaRow(store.Tables.Operators);
        await quota.TryWriteAsync(await quota.ReadAsync(), QuotaLedger.Empty);
    }
}
