using System.Diagnostics.Metrics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Deploys;
using Tipstaff.Measures;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Records what the meter and the functions of the Azure head say before and after an instance is replaced, as the workspace would tell it.</summary>
internal sealed class RecordedDeploy : IDisposable
{
    /// <summary>For how long it goes on after the deployment.</summary>
    public const int MinutesAfter = 15;

    // What is usual shows only once the first entries are through.
    private const int MinutesBefore = 75;

    /// <summary>When the deployment is.</summary>
    public static readonly DateTimeOffset DeployedAt = Some.Monday9Am.AddMinutes(MinutesBefore);

    private readonly CloudBench _bench = new();
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private readonly HashSet<object> _ours = [];
    private readonly List<(object? Scope, MetricPoint Point)> _measured = [];
    private readonly List<string> _items = [];
    private string? _fault;

    public RecordedDeploy()
    {
        (_bench.Settings["Canary__Address"], _bench.Settings["Acs__PerMinute"], _bench.Settings["Acs__PerHour"]) = (SomeCanary.Mailbox, "100", "1000");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == TipstaffMeter.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Lives through a deployment.</summary>
    /// <param name="trouble">What the new instance brings: <c>good</c>, <c>spike</c>, <c>leak</c>, <c>kind</c>, <c>silence</c>.</param>
    public IReadOnlyList<MetricPoint> Record(string trouble)
    {
        Start();
        _bench.Follow();
        for (var minute = 0; minute < MinutesBefore; minute++)
        {
            LiveAMinute();
        }

        var before = _bench.App;
        Start();
        before.Kill();
        for (var minute = 0; minute < MinutesAfter; minute++)
        {
            Trouble(trouble, minute);
            LiveAMinute();
        }

        lock (_lock)
        {
            return [.. Minutes(_measured.Where(one => one.Scope is null || _ours.Contains(one.Scope)).Select(one => one.Point)).OrderBy(point => point.At).ThenBy(point => point.Vital, StringComparer.Ordinal)];
        }
    }

    /// <summary>The series in the form in which the workspace answers.</summary>
    public static string ToJson(IEnumerable<MetricPoint> points) => JsonSerializer.Serialize(new
    {
        tables = new[]
        {
            new
            {
                name = "PrimaryResult",
                columns = new[] { "Vital", "At", "Value", "Kind" }.Select(name => new { name }),
                rows = points.Select(point => new object[] { point.Vital, point.At, Math.Round(point.Value, 3), point.Kind }),
            },
        },
    }).Replace("],[", "],\n[", StringComparison.Ordinal);

    public void Dispose()
    {
        _listener.Dispose();
        _bench.Dispose();
    }

    private void Start()
    {
        var app = _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IFeedSource>(new FaultyCourts(this)))
            .AddSingleton<ILoggerProvider>(new ExceptionLog(this)));
        app.OnFailure = (function, error) =>
        {
            Add(null, "failures", 1);
            Add(null, "exceptions", 1, $"{error.GetType().FullName} in {error.TargetSite?.Name}");
        };
        lock (_lock)
        {
            _ours.Add(app.Services.GetRequiredService<IMeterFactory>());
        }
    }

    private void LiveAMinute()
    {
        _items.Insert(0, SomeFeed.Item(_items.Count + 1, _bench.Now));
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, [.. _items]));
        _bench.Wait(TimeSpan.FromMinutes(1));
    }

    private void Trouble(string trouble, int minute)
    {
        switch (trouble)
        {
            case "spike":
                _bench.Cloud.Faults = minute is >= 3 and < 9 ? new MailAway() : NoFaults.Instance;
                break;
            case "leak":
                _bench.Cloud.Faults = new SlowMail(_bench.Cloud.Time, TimeSpan.FromSeconds(2.5 * minute));
                break;
            case "kind":
                _fault = minute == 6 ? "a date of a kind that nobody thought of" : null;
                break;
            case "silence" when minute == 2:
                _bench.App.Kill();
                break;
        }
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var scope = instrument.Meter.Scope;
        var tag = tags.Length > 0 ? tags[0].Value as string : null;
        switch (instrument.Name, tag)
        {
            case ("tipstaff.ticks", "schedule_checks"):
                Add(scope, "ticks", value);
                break;
            case ("tipstaff.canary.delay", _):
                Add(scope, "canary", 1);
                Add(scope, "canary_delay", value);
                break;
            case ("tipstaff.dead_letters", not "webhook"):
                Add(scope, "dead_letters", value);
                break;
            case ("tipstaff.delay.own", not "webhook"):
                Add(scope, "delay_p95", value);
                break;
            case ("tipstaff.outbox.age", _):
                Add(scope, "queue_age", value);
                break;
        }
    }

    private void Add(object? scope, string vital, double value, string kind = "")
    {
        lock (_lock)
        {
            var now = _bench.Now;
            _measured.Add((scope, new MetricPoint(vital, now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)), value, kind)));
        }
    }

    // As vital-signs.kql has it: what is counted is summed, of a level the greatest of the minute counts.
    private static IEnumerable<MetricPoint> Minutes(IEnumerable<MetricPoint> points) =>
        from point in points
        group point by (point.Vital, point.At, point.Kind) into minute
        let isLevel = VitalSigns.Find(minute.Key.Vital)!.Reading is VitalReading.Level
        select new MetricPoint(minute.Key.Vital, minute.Key.At, isLevel ? minute.Max(point => point.Value) : minute.Sum(point => point.Value), minute.Key.Kind);

    private sealed class FaultyCourts(RecordedDeploy deploy) : IFeedSource
    {
        public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken) =>
            deploy._fault is { } fault ? throw new FormatException(fault) : deploy._bench.Court.FetchAsync(court, feed, eTag, lastModified, cancellationToken);

        public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => deploy._bench.Court.UpcheckAsync(court, feed, cancellationToken);
    }

    private sealed class MailAway : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) =>
            call.Service is CloudService.Email ? throw EmailResponse.Refusal(503, "ServiceUnavailable", "The service is busy.") : Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class SlowMail(TimeProvider time, TimeSpan wait) : ICloudFaults
    {
        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) =>
            call is { Service: CloudService.Email, Operation: "Send" } ? Task.Delay(wait, time, cancellationToken) : Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }

    // What is logged with an exception stands among the exceptions, too.
    private sealed class ExceptionLog(RecordedDeploy deploy) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null)
            {
                deploy.Add(null, "exceptions", 1, $"{exception.GetType().FullName} in {exception.TargetSite?.Name}");
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class NoFaults : ICloudFaults
    {
        public static readonly NoFaults Instance = new();

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
