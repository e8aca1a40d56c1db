using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>
/// Lets only so many webhooks at once to one host, of one subscriber, and in all, so that receivers that are slow take nobody else's turn.
/// </summary>
/// <param name="options">How many.</param>
/// <param name="time">The clock.</param>
/// <remarks>
/// A subscriber may have many hosts, so that turns by host alone are no bound. Nobody gets more than half of what is free, so that
/// two or three who stall leave a turn for the next. Whoever finds no turn does not wait: it is told when to come again, each at
/// another moment, as fast as turns came free so far.
/// </remarks>
internal sealed class ReceiverTurns(WebhookOptions options, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Line> _hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<SubscriberId, Line> _subscribers = [];
    private readonly Line _all = new(options.MostAtOnce);

    /// <summary>Takes a turn.</summary>
    /// <returns>Null when it was taken, and has to be given back; else when to come again, UTC.</returns>
    public DateTimeOffset? Take(string host, SubscriberId subscriber)
    {
        lock (_lock)
        {
            if (FullFor(host, subscriber) is { } full)
            {
                return full.ComeAgain(time.GetUtcNow());
            }

            _all.UnderWay++;
            LineOf(_hosts, host, options.MaxConnectionsPerHost).UnderWay++;
            LineOf(_subscribers, subscriber, options.MostOfSubscriber).UnderWay++;
            return null;
        }
    }

    /// <summary>Gives a turn back.</summary>
    /// <param name="host">The host.</param>
    /// <param name="subscriber">Whose webhook it was.</param>
    /// <param name="took">How long it took.</param>
    public void Release(string host, SubscriberId subscriber, TimeSpan took)
    {
        lock (_lock)
        {
            _all.GiveBack(took);
            GiveBack(_hosts, host, took);
            GiveBack(_subscribers, subscriber, took);
        }
    }

    private static Line LineOf<TKey>(Dictionary<TKey, Line> lines, TKey key, int most)
        where TKey : notnull
    {
        if (!lines.TryGetValue(key, out var line))
        {
            lines[key] = line = new Line(most);
        }

        return line;
    }

    // The subscriber's own line before that of all: who has much to send comes again at a pace of its own, and sets nobody else's.
    private Line? FullFor(string host, SubscriberId subscriber)
    {
        if (_hosts.GetValueOrDefault(host) is { IsFull: true } atHost)
        {
            return atHost;
        }

        var free = _all.Most - _all.UnderWay;
        if (_subscribers.GetValueOrDefault(subscriber) is { UnderWay: > 0 } own && (own.IsFull || own.UnderWay >= free))
        {
            return own;
        }

        return _all.IsFull ? _all : null;
    }

    private void GiveBack<TKey>(Dictionary<TKey, Line> lines, TKey key, TimeSpan took)
        where TKey : notnull
    {
        var line = lines[key];
        line.GiveBack(took);
        if (line.UnderWay == 0 && line.NextAt <= time.GetUtcNow())
        {
            lines.Remove(key);
        }
    }

    private sealed class Line(int most)
    {
        private TimeSpan _pace = Shortest / most;

        public int Most => most;

        public int UnderWay { get; set; }

        public bool IsFull => UnderWay >= most;

        public DateTimeOffset NextAt { get; private set; }

        public DateTimeOffset ComeAgain(DateTimeOffset now)
        {
            var next = (NextAt > now ? NextAt : now + Shortest) + _pace;
            return NextAt = next < now + Longest ? next : now + Longest;
        }

        public void GiveBack(TimeSpan took)
        {
            UnderWay--;
            _pace = took / most;
        }
    }
}
