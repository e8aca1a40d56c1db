using Tipstaff.Alerts;
using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Outbox;

/// <content>The canary's alerts, which must not keep others waiting.</content>
public sealed partial class DeliverMessagesTests
{
    private static readonly TimeSpan MissingAfter = new CanaryOptions().MissingAfter;

    [Fact]
    public async Task RunDueAsync_CanaryAlertsAfterAnOutage_OnlyThoseNotYetMissingAreSent()
    {
        var canary = await FollowCanaryAsync();
        foreach (var age in new[] { 300, 15, 5 })
        {
            await AddCanaryAsync(canary, age);
        }

        await AddAsync(await FollowAsync());
        _clock.Advance(TimeSpan.FromHours(5));
        await Deliver().RunDueAsync(default);

        Assert.Equal(["ada@example.com", SomeCanary.Mailbox], _provider.Mails.Select(mail => mail.To.Value).Order(StringComparer.Ordinal));
        Assert.Equal((2, 2), ((await _store.Outbox.CountAsync(default)).Delivered, (await _store.Outbox.CountAsync(default)).Suppressed));
    }

    [Fact]
    public async Task RunDueAsync_CanaryAlertWithOneEntryNotYetMissing_IsSent()
    {
        await AddCanaryAsync(await FollowCanaryAsync(), 300, 5);
        _clock.Advance(TimeSpan.FromHours(5));

        await Deliver().RunDueAsync(default);

        Assert.Single(_provider.Mails);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Objection_ByTheMomentOfMissing_IsThatItIsMissing(int ticksLater, bool isRefused)
    {
        var alert = CanaryAlert(Some.Subscription(court: "canary"), 0);

        Assert.Equal(isRefused, CanaryLimits.Objection(alert, MissingAfter, Some.Monday9Am.AddHours(5) + MissingAfter + TimeSpan.FromTicks(ticksLater)) is not null);
    }

    private async Task<Subscription> FollowCanaryAsync()
    {
        var subscription = Some.Subscription(SomeCanary.Mailbox, court: "canary");
        Assert.True(await _store.Subscriptions.TryWriteAsync([subscription], message: null, default));
        return subscription;
    }

    private async Task AddCanaryAsync(Subscription canary, params int[] minutesBefore) =>
        Assert.True(await _store.Outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(CanaryAlert(canary, minutesBefore)), default));

    // By five hours after the start.
    private static Alert CanaryAlert(Subscription canary, params int[] minutesBefore) => Some.Alert(
        canary,
        entries: [.. minutesBefore.Select(minutes => Some.Entry($"{1000 - minutes}", enteredAt: Some.Monday9Am.AddHours(5).AddMinutes(-minutes), court: "canary"))]);
}
