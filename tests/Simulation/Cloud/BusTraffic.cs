using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>What is sent to the queues: nothing goes round in circles, where each turn takes some milliseconds.</summary>
internal sealed class BusTraffic(SimulatedWorld world)
{
    // In a long outage each sweep adds a message for what waits; later they come together.
    private const int MostAMinute = 60;

    private readonly SortedDictionary<(string Queue, string Key, long Minute), int> _sent = [];

    /// <summary>A message comes in.</summary>
    public void Came(string queue, string? messageId)
    {
        // key.due.hops     court.version
        var key = (queue, messageId?.Split('.')[0] ?? "", world.Now.Ticks / TimeSpan.TicksPerMinute);
        _sent[key] = _sent.GetValueOrDefault(key) + 1;
    }

    /// <summary>Those that go round in circles.</summary>
    public IEnumerable<string> Check() => _sent.Where(sent => sent.Value > MostAMinute)
        .Select(sent => $"H: {sent.Value} messages for {sent.Key.Key} came into {sent.Key.Queue} within the minute of {new DateTimeOffset(sent.Key.Minute * TimeSpan.TicksPerMinute, TimeSpan.Zero):u}")
        .Take(1);
}
