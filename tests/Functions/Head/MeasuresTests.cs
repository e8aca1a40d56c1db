using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using Tipstaff.Checks;
using Tipstaff.Mail;
using Tipstaff.Measures;
using Tipstaff.Tests.Shared.Measures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The whole Azure head measures what <c>docs/measures.md</c> says.</summary>
public sealed class MeasuresTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly MeasuresTaken _taken = new();
    private readonly TroubledProvider _provider = new();

    public void Dispose()
    {
        _taken.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void DayWithTrouble_MeasuresAllOfTheTableAndNothingElse()
    {
        Start();
        foreach (var mailbox in new[] { TroubledProvider.Refused, "a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com" })
        {
            _bench.Follow(mailbox: mailbox);
        }

        Gives(2);
        _bench.Wait(TimeSpan.FromMinutes(3));
        Gives(3, 2);
        _bench.Wait(TimeSpan.FromMinutes(20));
        _provider.IsAway = true;
        Gives(4, 3, 2);
        _bench.Wait(TimeSpan.FromMinutes(10));
        _provider.IsAway = false;
        _bench.Wait(TimeSpan.FromMinutes(30));
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        _bench.Wait(TimeSpan.FromHours(19));
        Gives(9);
        _bench.Wait(TimeSpan.FromMinutes(90));

        MeasuresTable.AssertIsWhatWasTaken(_taken, "tipstaff.canary.delay", "tipstaff.canary.missing");
        Assert.Equal(Enum.GetValues<ServiceTimer>().Select(TagValue.Of).Order(StringComparer.Ordinal), _taken.ValuesOf("tipstaff.ticks", "timer"));
        Assert.Equal(["matched", "queued", "seen", "sent"], _taken.ValuesOf("tipstaff.delay", "stage"));
        Assert.Equal(["check", "delivery"], _taken.ValuesOf("tipstaff.retries", "what"));
        Assert.Equal(["court", "provider"], _taken.ValuesOf("tipstaff.breaker.changes", "kind"));
        Assert.Equal(["closed", "half_open", "open"], _taken.ValuesOf("tipstaff.breaker.changes", "to"));
        Assert.Equal(["read", "write"], _taken.ValuesOf("tipstaff.store.operations", "kind"));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void StoreOperations_AreTheRequestsThatArePaidFor()
    {
        Start();
        _bench.Follow();
        Gives(2);
        _bench.Cloud.Counts.Clear();
        var before = _taken.Of("tipstaff.store.operations").Count;

        _bench.Wait(TimeSpan.FromMinutes(10));

        Assert.Equal(_bench.Cloud.Counts.Of(AzureHarness.CloudService.Tables), _taken.Of("tipstaff.store.operations").Count - before);
    }

    [Fact]
    public void ProviderDown_TwoInstancesSeeIt_CountsItOnce()
    {
        Start();
        Start();
        foreach (var number in Enumerable.Range(1, 20))
        {
            _bench.Follow(mailbox: $"reader{number}@example.com");
        }

        Gives(2);
        _bench.Wait(TimeSpan.FromMinutes(3));
        _provider.IsAway = true;

        Gives(3, 2);
        _bench.Wait(TimeSpan.FromMinutes(4));

        Assert.Equal(["1 kind=provider to=open"], _taken.Of("tipstaff.breaker.changes"));
    }

    [Fact]
    public void Program_HandsWhatIsMeasuredToTheExporterOnce()
    {
        var seen = new SeenMeasures(_taken);
        // A provider hears of the meters of all tests that ran before, and keeps no more than 1,000 instruments, each of which takes much room.
        Start(services => services.ConfigureOpenTelemetryMeterProvider(metrics =>
            metrics.AddView(instrument => _taken.IsOfThis(instrument.Meter.Tags) ? null : MetricStreamConfiguration.Drop).AddReader(new BaseExportingMetricReader(seen) { TemporalityPreference = MetricReaderTemporalityPreference.Delta })));
        using var provider = _bench.App.Services.GetRequiredService<MeterProvider>();
        _bench.Follow();
        Gives(2);
        _bench.Wait(TimeSpan.FromMinutes(6));

        provider.ForceFlush();

        Assert.Equal(["tipstaff.checks", "tipstaff.outbox.age", "tipstaff.ticks"], seen.Names.Intersect(["tipstaff.checks", "tipstaff.outbox.age", "tipstaff.ticks"]).Order());
        Assert.Equal(seen.Names.Distinct(), seen.Names);
    }

    private sealed class SeenMeasures(MeasuresTaken taken) : BaseExporter<Metric>
    {
        public List<string> Names { get; } = [];

        public override ExportResult Export(in Batch<Metric> batch)
        {
            foreach (var metric in batch)
            {
                if (taken.IsOfThis(metric.MeterTags))
                {
                    Names.Add(metric.Name);
                }
            }

            return ExportResult.Success;
        }
    }

    private void Gives(params int[] sequences)
    {
        var items = sequences.Select((sequence, place) => SomeFeed.Item(sequence, place == 0 ? _bench.Now : Some.Monday9Am.AddHours(-1)));
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, [.. items]));
    }

    private void Start(Action<IServiceCollection>? adjust = null) => _bench.Start(services =>
    {
        adjust?.Invoke(services);
        services.Replace(ServiceDescriptor.Singleton(_taken.Factory));
        services.RemoveAll<IMailProvider>();
        services.AddSingleton<IMailProvider>(_provider.Provider);
    });
}
