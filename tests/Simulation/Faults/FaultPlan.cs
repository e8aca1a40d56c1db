using Tipstaff.Courthouse;

namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>
/// Decides by the seed which call meets which fault. A decision hangs on the site, its key and the number of the call there, so that
/// leaving one fault out does not move the others.
/// </summary>
internal sealed class FaultPlan(int seed, FaultWeather weather, IReadOnlySet<string>? only, Action<InjectedFault> onInjected)
{
    private readonly Dictionary<(string Site, string Key), int> _calls = [];
    private readonly List<FaultSpan> _spans = [.. weather.Spans.Where(span => only is null || only.Contains(span.Id))];
    private readonly HashSet<string> _met = new(StringComparer.Ordinal);

    /// <summary>All that went wrong so far.</summary>
    public List<InjectedFault> Injected { get; } = [];

    /// <summary>What lasts, as far as it takes place in this run.</summary>
    public IReadOnlyList<FaultSpan> Spans => _spans;

    /// <summary>What goes wrong at this call; <see cref="FaultKind.None"/> mostly.</summary>
    public FaultKind Draw(string site, string key, DateTimeOffset now, params ReadOnlySpan<FaultKind> kinds)
    {
        var n = _calls[(site, key)] = _calls.GetValueOrDefault((site, key)) + 1;
        if (now >= weather.CalmFrom)
        {
            return FaultKind.None;
        }

        var fraction = SeededRandom.Nth(seed, site, key, n).Fraction();
        foreach (var kind in kinds)
        {
            if ((fraction -= weather.RateOf(kind)) < 0)
            {
                var id = $"{site}({key})#{n}";
                return Happens(id, kind, now) ? kind : FaultKind.None;
            }
        }

        return FaultKind.None;
    }

    /// <summary>The span of this kind that holds a target now; null when none does.</summary>
    public FaultSpan? Current(FaultKind kind, string target, DateTimeOffset now)
    {
        foreach (var span in _spans)
        {
            if (span.Kind == kind && span.Holds(target, now))
            {
                Meet(span);
                return span;
            }
        }

        return null;
    }

    /// <summary>Notes that a span was felt.</summary>
    public void Meet(FaultSpan span)
    {
        if (_met.Add(span.Id))
        {
            Note(new InjectedFault(span.Id, span.Kind, span.From));
        }
    }

    /// <summary>A number from 0 to 1 for this call that is no fault: how long a store takes, how long a person waits.</summary>
    public double Chance(string purpose, string key)
    {
        var n = _calls[(purpose, key)] = _calls.GetValueOrDefault((purpose, key)) + 1;
        return SeededRandom.Nth(seed, purpose, key, n).Fraction();
    }

    private bool Happens(string id, FaultKind kind, DateTimeOffset now)
    {
        if (only is not null && !only.Contains(id))
        {
            return false;
        }

        Note(new InjectedFault(id, kind, now));
        return true;
    }

    private void Note(InjectedFault fault)
    {
        Injected.Add(fault);
        onInjected(fault);
    }
}
