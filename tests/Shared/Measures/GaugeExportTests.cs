using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Tipstaff.Tests.Shared.Measures;

/// <summary>What the alert rules rely on: the instance that looked last reports its look once, and does not go on repeating it.</summary>
public sealed class GaugeExportTests
{
    [Fact]
    public void Gauge_RecordedOnce_IsExportedOnceHoweverOftenItIsCollected()
    {
        var values = new Values();
        using var meter = new Meter("Tipstaff.GaugeExportTests");
        var gauge = meter.CreateGauge<double>("tipstaff.outbox.age", "s");
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name)
            .AddReader(new BaseExportingMetricReader(values) { TemporalityPreference = MetricReaderTemporalityPreference.Delta }).Build();

        gauge.Record(7);
        provider.ForceFlush();
        provider.ForceFlush();
        gauge.Record(0);
        provider.ForceFlush();

        Assert.Equal([7, 0], values.Seen);
    }

    private sealed class Values : BaseExporter<Metric>
    {
        public List<double> Seen { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                foreach (ref readonly var point in metric.GetMetricPoints())
                {
                    Seen.Add(point.GetGaugeLastValueDouble());
                }
            }

            return ExportResult.Success;
        }
    }
}
