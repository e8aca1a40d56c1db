using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Tipstaff.Measures;

namespace Tipstaff.Tests.Support;

/// <summary>Everything that the meters of one factory measure.</summary>
internal sealed class MeasuresTaken : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Measure> _taken = new();
    private readonly ConcurrentQueue<Instrument> _instruments = new();

    public MeasuresTaken()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == Factory)
            {
                _instruments.Enqueue(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
        Meter = new TipstaffMeter(Factory);
    }

    /// <summary>The factory, for what makes its meter itself.</summary>
    public IMeterFactory Factory { get; } = new Meters();

    /// <summary>The meter to hand to what is tested.</summary>
    public TipstaffMeter Meter { get; }

    /// <summary>The instruments of all its meters.</summary>
    public IReadOnlyCollection<Instrument> Instruments => [.. _instruments];

    /// <summary>What was measured, in order.</summary>
    public IReadOnlyList<Measure> All => [.. _taken];

    /// <summary>What was measured by one instrument, as <c>value tag=value …</c>.</summary>
    public IReadOnlyList<string> Of(string name) => [.. _taken.Where(taken => taken.Name == name).Select(taken => taken.ToString())];

    /// <summary>The values of a tag that one instrument had, in order of the alphabet.</summary>
    public IReadOnlyList<string> ValuesOf(string name, string tag) =>
        [.. _taken.Where(taken => taken.Name == name).Select(taken => taken.Tags[tag]).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The factory's mark on its meters: an exporter hears of all meters of a name, whichever test made them.</summary>
    public bool IsOfThis(IEnumerable<KeyValuePair<string, object?>>? meterTags) => meterTags?.Contains(((Meters)Factory).Mark) ?? false;

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _taken.Enqueue(new Measure(instrument.Name, value, tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!)));

    /// <summary>One measurement.</summary>
    internal sealed record Measure(string Name, double Value, IReadOnlyDictionary<string, string> Tags)
    {
        public override string ToString() => string.Join(' ', [$"{Value}", .. Tags.Select(tag => $"{tag.Key}={tag.Value}")]);
    }

    private sealed class Meters : IMeterFactory
    {
        public KeyValuePair<string, object?> Mark { get; } = new("factory", RandomNumberGenerator.GetHexString(16));

        public Meter Create(MeterOptions options) => new(new MeterOptions(options.Name) { Scope = this, Tags = [Mark] });

        public void Dispose()
        {
        }
    }
}
