using Tipstaff.Courthouse;

namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>Draws what lasts: each target from a stream of its own, most of it short.</summary>
internal sealed class SpanMaker(int seed, DateTimeOffset from, DateTimeOffset to)
{
    private readonly List<FaultSpan> _made = [];

    public IReadOnlyList<FaultSpan> Made => _made;

    public void Add(FaultKind kind, string target, int most, double chance, TimeSpan shortest, TimeSpan longest, params FaultKind[] manners)
    {
        var random = new SeededRandom(seed, "span", kind.ToString(), target);
        var count = random.Chance(chance) ? random.Between(1, most) : 0;
        for (var n = 1; n <= count; n++)
        {
            var begin = from + ((to - from) * random.Fraction());
            var end = begin + (shortest * Math.Pow(longest / shortest, random.Fraction()));
            var manner = manners is [] ? FaultKind.None : random.Pick(manners);
            _made.Add(new FaultSpan($"{kind}({target})#{n}", kind, target, Whole(begin), Whole(end < to ? end : to), manner));
        }
    }

    public void AddClockSteps(string machine, TimeSpan farthestOff)
    {
        var random = new SeededRandom(seed, "span", "clock", machine);
        var count = random.Chance(0.4) ? random.Between(1, 3) : 0;
        for (var n = 1; n <= count; n++)
        {
            var begin = from + ((to - from) * random.Fraction());
            var end = begin + (TimeSpan.FromHours(6) * random.Fraction());
            var size = farthestOff * ((2 * random.Fraction()) - 1);
            _made.Add(new FaultSpan($"ClockStep({machine})#{n}", FaultKind.ClockStep, machine, Whole(begin), Whole(end < to ? end : to), Size: Whole(size)));
        }
    }

    /// <summary>A clock that goes wrong by the same all the time: mostly by little.</summary>
    public void AddClockOff(string clock, TimeSpan farthestOff)
    {
        var random = new SeededRandom(seed, "span", "clock off", clock);
        var (isOff, fraction) = (random.Chance(0.4), (2 * random.Fraction()) - 1);
        if (isOff)
        {
            _made.Add(new FaultSpan($"ClockOff({clock})", FaultKind.ClockOff, clock, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Size: Whole(farthestOff * fraction * Math.Abs(fraction))));
        }
    }

    /// <summary>Something that is not mended again.</summary>
    public void AddForGood(FaultKind kind, string target, double chance)
    {
        var random = new SeededRandom(seed, "span", kind.ToString(), target);
        if (random.Chance(chance))
        {
            _made.Add(new FaultSpan($"{kind}({target})", kind, target, Whole(from + ((to - from) * random.Fraction())), DateTimeOffset.MaxValue));
        }
    }

    private static DateTimeOffset Whole(DateTimeOffset moment) => moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMillisecond));

    private static TimeSpan Whole(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Round(span.TotalMilliseconds));
}
