using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Measures;

/// <summary>The table of <c>docs/measures.md</c> and the instruments of the code are the same.</summary>
public sealed partial class MeasuresTableTests
{
    // | `tipstaff.checks` | 1 | counter | `court`, `outcome` | …
    [GeneratedRegex(@"^\| `(tipstaff[a-z._]+)` \| (\w+) \| (\w+) \|", RegexOptions.Multiline)]
    private static partial Regex Row { get; }

    [Fact]
    public void Instruments_AllOfTheCode_AreThoseOfTheTable()
    {
        using var taken = new MeasuresTaken();
        var table = File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "measures.md"));

        var documented = Row.Matches(table).Select(row => $"{row.Groups[1]} {row.Groups[2]} {row.Groups[3]}");
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
