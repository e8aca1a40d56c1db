using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Erasures;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Retention;

public sealed class TakeAwayOldTests
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    [Theory]
    [InlineData(OutboxState.Waiting, 400, false)]
    [InlineData(OutboxState.Delivered, 90, false)]
    [InlineData(OutboxState.Delivered, 91, true)]
    [InlineData(OutboxState.Suppressed, 91, true)]
    [InlineData(OutboxState.DeadLettered, 91, true)]
    public void Takes_StateAndAge_DecideIt(OutboxState state, int days, bool isTaken) =>
        Assert.Equal(isTaken, RetentionLimits.At(Now, new RetentionOptions()).Takes(state, Now.AddDays(-days)));

    [Fact]
    public async Task RunAsync_MoreBatches_GoesOnUntilNothingIsLeft()
    {
        var mails = new Mails();
        var retention = new Batches(new(500, true), new(500, true), new(3, false));

        var count = await new TakeAwayOld(retention, [mails], Options.Create(new RetentionOptions()), new ManualTimeProvider(), NullLogger<TakeAwayOld>.Instance)
            .RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1_003 + 2 + 5, count);
        Assert.Equal(Now.AddDays(-90), mails.WrittenBefore);
        Assert.Equal(new RetentionLimits(Now.AddDays(-90), Now.AddDays(-7)), retention.Limits);
    }

    [Theory]
    [InlineData(6, 7, "Alerts: ")]
    [InlineData(367, 7, "Alerts: ")]
    [InlineData(90, 8, "Raw: ")]
    [InlineData(90, 0, "Raw: ")]
    public void Validate_OutOfRange_NamesTheSetting(int alerts, int raw, string setting)
    {
        var options = new RetentionOptions { Alerts = TimeSpan.FromDays(alerts), Raw = TimeSpan.FromDays(raw) };

        Assert.Contains(setting, new RetentionOptionsValidator().Validate(name: null, options).FailureMessage, StringComparison.Ordinal);
        Assert.True(new RetentionOptionsValidator().Validate(name: null, new RetentionOptions()).Succeeded);
    }

    private sealed class Batches(params RetentionBatch[] batches) : IRetention
    {
        private int _taken;

        public RetentionLimits? Limits { get; private set; }

        public Task<RetentionBatch> TakeMessagesAsync(RetentionLimits limits, CancellationToken cancellationToken)
        {
            Limits = limits;
            return Task.FromResult(batches[_taken++]);
        }

        public Task<RetentionBatch> TakeUnreadableAsync(RetentionLimits limits, CancellationToken cancellationToken) => Task.FromResult(default(RetentionBatch));

        public Task<RetentionBatch> TakeNoticesAsync(RetentionLimits limits, CancellationToken cancellationToken) => Task.FromResult(new RetentionBatch(2, MayBeMore: false));
    }

    private sealed class Mails : IKeptMail
    {
        public DateTimeOffset WrittenBefore { get; private set; }

        public Task EraseAsync(SubscriberId subscriber, DateTimeOffset writtenUpTo, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> TakeAsync(DateTimeOffset writtenBefore, CancellationToken cancellationToken)
        {
            WrittenBefore = writtenBefore;
            return Task.FromResult(5);
        }
    }
}
