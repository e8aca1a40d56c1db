using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Tipstaff.Measures;

namespace Tipstaff.Tests.Support;

/// <summary>Everything that the meters of one factory measured.</summary>
internal sealed class MeasuresTaken : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measure> _taken = new();
    private readonly ConcurrentDictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);

    /// <summary>Listens to meters that a factory made or will make.</summary>
    /// <param name="isOurs">Whether a meter of that scope counts.</param>
    public MeasuresTaken(Func<object?, bool> isOurs)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TipstaffMeter.Name && isOurs(instrument.Meter.Scope))
            {
                _instruments[instrument.Name] = instrument;
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Listens to a factory of its own, see <see cref="Meter"/>.</summary>
    public MeasuresTaken()
        : this(new SomeMeter.Meters())
    {
    }

    private MeasuresTaken(SomeMeter.Meters meters)
        : this(scope => scope == meters) => Meter = new TipstaffMeter(meters);

    /// <summary>The meter to hand to what is tested.</summary>
    public TipstaffMeter Meter { get; } = SomeMeter.Unheard;

    /// <summary>The instruments that exist.</summary>
    public IReadOnlyCollection<Instrument> Instruments => [.. _instruments.Values];

    /// <summary>What was measured, in order.</summary>
    public IReadOnlyList<Measure> All => [.. _taken];

    /// <summary>What was measured by one instrument, as <c>value tag=value …</c>.</summary>
    public IReadOnlyList<string> Of(string name) => [.. _taken.Where(taken => taken.Name == name).Select(taken => taken.ToString())];

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _taken.Enqueue(new Measure(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!)));

    /// <summary>One measurement.</summary>
    internal sealed record Measure(string Name, double Value, IReadOnlyDictionary<string, string> Tags)
    {
        public override string ToString() => string.Join(' ', [$"{Value}", .. Tags.Select(tag => $"{tag.Key}={tag.Value}")]);
    }
}
