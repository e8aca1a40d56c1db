using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Alerts;

public sealed class PassOnDocumentsTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingQueue _queue = new();
    private readonly InMemoryStore _store;
    private readonly PassOnDocuments _passOn;
    private readonly DocketEntry _lead = Some.Entry("10", caseId: "1001");
    private readonly DocketEntry _member = Some.Entry("7", caseId: "1002", docket: "1:26-cv-05678");

    public PassOnDocumentsTests()
    {
        _store = new InMemoryStore(_clock);
        _passOn = new PassOnDocuments(_store.Subscriptions, _store.Dockets, _store.Outbox, _queue, _clock);
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

    private async Task<Alert> GivenAsync(Subscription other)
    {
        var ended = Some.Subscription() with { EndedAt = Some.Monday9Am.AddMinutes(1) };
        Assert.True(await _store.Subscriptions.TryWriteAsync([ended, other], message: null, default));
        Assert.True(await _store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd), NewEntries = [_lead, _member] }, default));
        return Some.Alert(ended, entries: _lead);
    }
}
