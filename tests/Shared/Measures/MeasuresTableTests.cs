using System.Diagnostics.Metrics;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Measures;

/// <summary>The table of <c>docs/measures.md</c> and the instruments of the code are the same.</summary>
public sealed class MeasuresTableTests
{
    [Fact]
    public void Instruments_AllOfTheCode_AreThoseOfTheTable()
    {
        using var taken = new MeasuresTaken();

        var documented = MeasuresTable.Rows.Select(row => $"{row.Name} {row.Unit} {row.Kind}");
        var instruments = taken.Instruments.Select(one => $"{one.Name} {one.Unit} {Kind(one)}");

        Assert.Equal(documented.Order(StringComparer.Ordinal), instruments.Order(StringComparer.Ordinal));
        Assert.All(taken.Instruments, instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    private static string Kind(Instrument instrument) => instrument switch
    {
        Counter<long> or Counter<double> => "counter",
        Histogram<long> or Histogram<double> => "histogram",
        Gauge<long> or Gauge<double> => "gauge",
        _ => instrument.GetType().Name,
    };
}
