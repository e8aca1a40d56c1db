using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Notices;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>An instance dies at each call that taking a notice makes, before and behind it; the notice is sent again. It is told once.</summary>
public sealed class NoticeCrashTests
{
    private static readonly SomeNef Nef = new();
    private static readonly SomeNef Other = Nef with { Number = "1:26-cv-00099", CaseId = "600099", Sequence = "7", Document = "127161234599" };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_DyingAtEachCall_IsRecordedAndToldOnce()
    {
        var mail = Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + Nef.DocketText + Other.Table + Other.DocketText));
        var deaths = 0;
        for (var (at, isDead) = (0, true); isDead; at++)
        {
            isDead = false;
            foreach (var isDone in new[] { false, true })
            {
                using var store = new TableTestStore();
                Assert.True(await store.Subscriptions.TryWriteAsync([Some.Subscription()], message: null, Token));
                Assert.True(await store.Subscriptions.TryWriteAsync([Some.Subscription(docket: "1:26-cv-00099")], message: null, Token));
                using var dying = store.Another("dying");
                var death = new DyingInstance("dying", at, isDone);
                store.Cloud.Faults = death;

                await UntilDeadAsync(() => Take(dying).RunAsync(mail, Token));

                using var heir = store.Another("heir");
                await Take(heir).RunAsync(mail, Token);
                await heir.Sweep.RunAsync(Some.Monday9Am.AddDays(1), 1_000, Token);
                Assert.Equal("nysd|612345|10", Assert.Single(await heir.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).Identity.Value);
                Assert.Equal("nysd|600099|7", Assert.Single(await heir.Dockets.OfDocketAsync(Some.Nysd, DocketNumber.Parse("1:26-cv-00099"), Token)).Identity.Value);
                var told = (await heir.Outbox.NewestAsync(10, Token)).Select(row => Assert.IsType<OutboxMessage.AlertMessage>(row.Message).Alert).ToList();
                Assert.Equal(2, told.SelectMany(alert => alert.Entries).Select(entry => entry.Identity).Distinct().Count());
                Assert.Equal(2, told.Count);
                Assert.Equal(2, (await heir.Outbox.FindDueAsync(Some.Monday9Am.AddDays(1), 10, Token)).Count);
                (isDead, deaths) = (isDead | death.IsDead, deaths + (death.IsDead ? 1 : 0));
            }
        }

        Assert.InRange(deaths, 8, 200);
    }

    private static TakeNotice Take(TableTestStore store) => new(
        CourtDirectory.Default, store.Dockets, store.Subscriptions, new RecordingQueue(), TipstaffMeter.Unheard, new ManualTimeProvider(), NullLogger<TakeNotice>.Instance);

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
}
