namespace Tipstaff.Webhooks;

/// <summary>Lets only so many webhooks at once to one host, so that one that is slow takes nobody else's turn.</summary>
/// <param name="mostAtOnce">How many.</param>
/// <param name="time">The clock.</param>
/// <remarks>Whoever finds no turn is told when to come again, each at another moment: as fast as the host has answered so far.</remarks>
internal sealed class ReceiverTurns(int mostAtOnce, TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Host> _hosts = new(StringComparer.Ordinal);

    /// <summary>Takes a turn.</summary>
    /// <returns>Null when it was taken, and has to be given back; else when to come again, UTC.</returns>
    public DateTimeOffset? Take(string host)
    {
        lock (_lock)
        {
            if (!_hosts.TryGetValue(host, out var known))
            {
                _hosts[host] = known = new Host();
            }

            if (known.UnderWay < mostAtOnce)
            {
                known.UnderWay++;
                return null;
            }

            var now = time.GetUtcNow();
            var next = (known.NextAt > now ? known.NextAt : now + Shortest) + known.Pace;
            known.NextAt = next < now + Longest ? next : now + Longest;
            return known.NextAt;
        }
    }

    /// <summary>Gives a turn back.</summary>
    /// <param name="host">The host.</param>
    /// <param name="took">How long it took.</param>
    public void Release(string host, TimeSpan took)
    {
        lock (_lock)
        {
            var known = _hosts[host];
            known.UnderWay--;
            known.Pace = took / mostAtOnce;
            if (known.UnderWay == 0 && known.NextAt <= time.GetUtcNow())
            {
                _hosts.Remove(host);
            }
        }
    }

    private sealed class Host
    {
        public int UnderWay { get; set; }

        public TimeSpan Pace { get; set; } = Shortest;

        public DateTimeOffset NextAt { get; set; }
    }
}
