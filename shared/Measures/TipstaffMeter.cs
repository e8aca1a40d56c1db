using System.Diagnostics.Metrics;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;

namespace Tipstaff.Measures;

/// <summary>What the service counts and times about itself: the instruments of <c>docs/measures.md</c>, each with its own tags.</summary>
/// <remarks>
/// Something that runs twice after a crash may count twice. What depends on a conditional write is counted after it succeeded, so that a
/// lost race counts nothing.
/// </remarks>
public sealed class TipstaffMeter
{
    /// <summary>The meter's name, by which exporters ask for it.</summary>
    public const string Name = "Tipstaff";

    private readonly Counter<long> _checks;
    private readonly Histogram<double> _checkDuration;
    private readonly Histogram<long> _feedSize;
    private readonly Histogram<long> _feedItems;
    private readonly Histogram<double> _delay;
    private readonly Histogram<double> _ownDelay;
    private readonly Counter<long> _alerts;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _breakerChanges;
    private readonly Counter<double> _breakerOpen;
    private readonly Counter<long> _deadLetters;
    private readonly Counter<long> _gaps;
    private readonly Gauge<long> _outboxDepth;
    private readonly Gauge<double> _outboxAge;
    private readonly Counter<long> _storeOperations;
    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _canaryDelay;
    private readonly Counter<long> _canaryMissing;

    /// <summary>The instruments of one service.</summary>
    /// <param name="meters">Whoever collects measures listens to the meters that it makes, and owns them.</param>
    public TipstaffMeter(IMeterFactory meters)
        : this(meters.Create(Name))
    {
    }

    private TipstaffMeter(Meter meter)
    {
        _checks = meter.CreateCounter<long>("tipstaff.checks", "1", "Checks of courts that ended.");
        _checkDuration = meter.CreateHistogram<double>("tipstaff.check.duration", "s", "How long a check took, its retries with their waits included.", tags: null, HistogramBounds.Checks);
        _feedSize = meter.CreateHistogram<long>("tipstaff.feed.size", "By", "The size of a feed that was read, after decompression.", tags: null, HistogramBounds.Sizes);
        _feedItems = meter.CreateHistogram<long>("tipstaff.feed.items", "1", "How many items a feed that was read had.", tags: null, HistogramBounds.Items);
        _delay = meter.CreateHistogram<double>("tipstaff.delay", "s", "How long after the time that the court gives it an entry had come to a stage.", tags: null, HistogramBounds.Delays);
        _ownDelay = meter.CreateHistogram<double>("tipstaff.delay.own", "s", "From the match of an alert's entries to its being sent at the first attempt.", tags: null, HistogramBounds.Delays);
        _alerts = meter.CreateCounter<long>("tipstaff.alerts", "1", "Alerts that ended.");
        _retries = meter.CreateCounter<long>("tipstaff.retries", "1", "Further attempts, of a check or a delivery.");
        _breakerChanges = meter.CreateCounter<long>("tipstaff.breaker.changes", "1", "Breakers that opened, closed or let a trial through.");
        _breakerOpen = meter.CreateCounter<double>("tipstaff.breaker.open", "s", "How long breakers were open.");
        _deadLetters = meter.CreateCounter<long>("tipstaff.dead_letters", "1", "Alerts and messages that were given up and wait for a person.");
        _gaps = meter.CreateCounter<long>("tipstaff.gaps", "1", "Spans of time in which entries may have been missed.");
        _outboxDepth = meter.CreateGauge<long>("tipstaff.outbox.depth", "1", "Messages that are due and not delivered.");
        _outboxAge = meter.CreateGauge<double>("tipstaff.outbox.age", "s", "How long the oldest of them has been due.");
        _storeOperations = meter.CreateCounter<long>("tipstaff.store.operations", "1", "Calls of the store.");
        _ticks = meter.CreateCounter<long>("tipstaff.ticks", "1", "Runs of a timer that ended.");
        _canaryDelay = meter.CreateHistogram<double>("tipstaff.canary.delay", "s", "From the filing of a canary's entry to its mail at the subscriber.", tags: null, HistogramBounds.Delays);
        _canaryMissing = meter.CreateCounter<long>("tipstaff.canary.missing", "1", "Canary's entries whose mail did not arrive in time.");
    }

    /// <summary>For work that is over before anybody could collect what was measured, as that of a command.</summary>
    public static TipstaffMeter Unheard { get; } = new(new Meter($"{Name}.Unheard"));

    /// <summary>A check ended, and its end is written down.</summary>
    /// <param name="court">The court.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="took">From its first request, with all waits.</param>
    public void Checked(CourtId court, CheckResult outcome, TimeSpan took)
    {
        var (of, ended) = (OfCourt(court), Tag("outcome", TagValue.Of(outcome)));
        _checks.Add(1, of, ended);
        _checkDuration.Record(Seconds(took), of, ended);
    }

    /// <summary>A feed was read.</summary>
    /// <param name="court">The court.</param>
    /// <param name="bytes">Its size, after decompression.</param>
    /// <param name="items">How many items it had, those that could not be read included.</param>
    public void FeedRead(CourtId court, long bytes, int items)
    {
        var of = OfCourt(court);
        _feedSize.Record(bytes, of);
        _feedItems.Record(items, of);
    }

    /// <summary>An entry came to a stage of its way.</summary>
    /// <param name="stage">Which.</param>
    /// <param name="delay">Since the time that the court gives it; less than none counts as none.</param>
    public void Delayed(DelayStage stage, TimeSpan delay) => _delay.Record(Seconds(delay), Tag("stage", TagValue.Of(stage)));

    /// <summary>An alert was sent at its first attempt.</summary>
    /// <param name="delay">Since its entries were matched: what is ours of their way, however late the court shows them.</param>
    /// <param name="channel">Where it went.</param>
    public void Sent(TimeSpan delay, AlertChannel channel) => _ownDelay.Record(Seconds(delay), Tag("channel", TagValue.Of(channel)));

    /// <summary>An alert ended.</summary>
    public void AlertEnded(AlertEnd end, AlertChannel channel) => _alerts.Add(1, Tag("end", TagValue.Of(end)), Tag("channel", TagValue.Of(channel)));

    /// <summary>Something was attempted again.</summary>
    public void Retried(RetryOf what) => _retries.Add(1, Tag("what", TagValue.Of(what)));

    /// <summary>What became of a breaker was written down. A trial counts together with what came of it.</summary>
    /// <param name="kind">Whose.</param>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is; where it neither opened nor closed, nothing is counted.</param>
    /// <param name="at">When it was tried, or changed without a trial, UTC: until then it was open.</param>
    public void BreakerTurned(BreakerKind kind, CircuitBreaker before, CircuitBreaker after, DateTimeOffset at)
    {
        if (before.OpenUntil == after.OpenUntil)
        {
            return;
        }

        var of = Tag("kind", TagValue.Of(kind));
        if (before.HeldSince is { } since)
        {
            _breakerOpen.Add(Seconds(at - since), of);
            if (before.At(at) is CircuitState.HalfOpen)
            {
                _breakerChanges.Add(1, of, Tag("to", TagValue.Of(CircuitState.HalfOpen)));
            }
        }

        _breakerChanges.Add(1, of, Tag("to", TagValue.Of(after.IsClosed ? CircuitState.Closed : CircuitState.Open)));
    }

    /// <summary>An alert or message was given up and waits for a person.</summary>
    public void DeadLettered(DeadLetterChannel channel) => _deadLetters.Add(1, Tag("channel", TagValue.Of(channel)));

    /// <summary>A message was given up that nobody can read.</summary>
    /// <param name="kind">Its word of <see cref="MessageKinds"/>, by which it may be an alert's end; null where that is unknown, too.</param>
    /// <param name="isWebhook">Whether it went to a webhook.</param>
    public void UnreadableGivenUp(string? kind, bool isWebhook)
    {
        // Where it went, it did not fail there: that it cannot be read is ours.
        DeadLettered(DeadLetterChannel.Mail);
        if (kind == MessageKinds.Alert)
        {
            AlertEnded(AlertEnd.DeadLettered, isWebhook ? AlertChannel.Webhook : AlertChannel.Mail);
        }
    }

    /// <summary>A span of time was found in which entries may have been missed.</summary>
    public void GapFound(CourtId court) => _gaps.Add(1, OfCourt(court));

    /// <summary>Somebody looked what is due and not delivered.</summary>
    /// <param name="depth">How many messages.</param>
    /// <param name="oldest">How long the oldest has been due; zero where none is.</param>
    public void OutboxSeen(long depth, TimeSpan oldest)
    {
        _outboxDepth.Record(depth);
        _outboxAge.Record(Seconds(oldest));
    }

    /// <summary>The store was called.</summary>
    public void StoreCalled(StoreCall kind) => _storeOperations.Add(1, Tag("kind", TagValue.Of(kind)));

    /// <summary>A run of a timer ended well.</summary>
    public void Ticked(ServiceTimer timer) => _ticks.Add(1, Tag("timer", TagValue.Of(timer)));

    /// <summary>The mail of a canary's entry arrived.</summary>
    /// <param name="delay">Since the entry was filed.</param>
    public void CanaryArrived(TimeSpan delay) => _canaryDelay.Record(Seconds(delay));

    /// <summary>The mail of a canary's entry did not arrive in time.</summary>
    public void CanaryMissing() => _canaryMissing.Add(1);

    // Clocks of courts and machines differ.
    private static double Seconds(TimeSpan span) => Math.Max(0, span.TotalSeconds);

    private static KeyValuePair<string, object?> OfCourt(CourtId court) => Tag("court", court.Value);

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
