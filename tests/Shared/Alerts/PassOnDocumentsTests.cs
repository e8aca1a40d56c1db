using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Shared.Alerts;

public sealed class PassOnDocumentsTests
{
    private static readonly TraceContext Place = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingQueue _queue = new();
    private readonly InMemoryStore _store;
    private readonly PassOnDocuments _passOn;
    private readonly DocketEntry _lead = Some.Entry("10", caseId: "1001");
    private readonly DocketEntry _member = Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678");

    private readonly ToldDocument _toldInLead;

    public PassOnDocumentsTests()
    {
        _store = new InMemoryStore(_clock);
        _toldInLead = new ToldDocument(Some.Subscription().Subscriber, _lead.Document!, _lead.CaseId!);
        _passOn = new PassOnDocuments(_store.Subscriptions, _store.Dockets, _queue, TipstaffMeter.Unheard, _clock);
    }

    [Fact]
    public async Task RunAsync_DocumentOfACaseStillFollowed_IsToldThereOnce()
    {
        var unsent = await GivenAsync(Some.Subscription(docket: "1:26-cv-05678"));

        var first = await _passOn.RunAsync(unsent, default);
        var second = await _passOn.RunAsync(unsent, default);

        var alert = Assert.IsType<OutboxMessage.AlertMessage>(Assert.Single(await _store.Outbox.NewestAsync(10, default)).Message).Alert;
        Assert.Equal((1, 0), (first, second));
        Assert.Equal([_member.Identity], alert.Entries.Select(entry => entry.Identity));
        Assert.Equal([IdempotencyKey.Of(alert.Id)], _queue.Keys);
        Assert.Equal(Place, alert.Trace);
    }

    [Theory]
    [InlineData("grace@example.com", "1:26-cv-05678", -1440)]
    [InlineData("ada@example.com", "1:26-cv-09999", -1440)]
    [InlineData("ada@example.com", "1:26-cv-05678", 1)]
    public async Task RunAsync_SomebodyElsesOtherOrLaterSubscription_IsNotTold(string address, string docket, int confirmedMinutesAfter)
    {
        var unsent = await GivenAsync(Some.Subscription(address, docket: docket, confirmedAt: Some.Monday9Am.AddMinutes(confirmedMinutesAfter)));

        Assert.Equal(0, await _passOn.RunAsync(unsent, default));
    }

    [Fact]
    public async Task RunAsync_DocumentOfACaseStillFollowed_CountsAsToldThere()
    {
        var unsent = await GivenAsync(Some.Subscription(docket: "1:26-cv-05678"));

        await _passOn.RunAsync(unsent, default);

        Assert.Equal([_toldInLead with { Case = _member.CaseId! }], await _store.Dockets.FindToldAsync(Some.Nysd, [_lead.Document!], default));
    }

    [Fact]
    public async Task RunAsync_NoOtherDocketShowsIt_IsNewsWhereItTurnsUp()
    {
        var unsent = await GivenAsync(Some.Subscription(docket: "1:26-cv-09999"));

        Assert.Equal(0, await _passOn.RunAsync(unsent, default));

        Assert.Empty(await _store.Dockets.FindToldAsync(Some.Nysd, [_lead.Document!], default));
    }

    [Fact]
    public async Task RunAsync_WhileACheckDecidesByTheOldMarks_MakesTheCheckDecideAnew()
    {
        var unsent = await GivenAsync(Some.Subscription(docket: "1:26-cv-09999"));
        var read = (await _store.Dockets.FindCourtAsync(Some.Nysd, default))!;

        await _passOn.RunAsync(unsent, default);

        Assert.False(await _store.Dockets.TryRecordAsync(new CourtStep { State = read }, default));
    }

    [Fact]
    public async Task RunAsync_DocumentToldInAnotherCase_LeavesThatMark()
    {
        var unsent = await GivenAsync(Some.Subscription(docket: "1:26-cv-05678"));
        await _passOn.RunAsync(unsent, default);

        Assert.Equal(0, await _passOn.RunAsync(unsent, default));

        Assert.Single(await _store.Dockets.FindToldAsync(Some.Nysd, [_lead.Document!], default));
    }

    private async Task<Alert> GivenAsync(Subscription other)
    {
        var ended = Some.Subscription() with { EndedAt = Some.Monday9Am.AddMinutes(1) };
        Assert.True(await _store.Subscriptions.TryWriteAsync([ended, other], message: null, default));
        Assert.True(await _store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd), NewEntries = [_lead, _member], Told = [_toldInLead] }, default));
        return Some.Alert(ended, entries: _lead) with { Trace = Place };
    }
}
