using Azure.Data.Tables;
using Azure.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The whole Azure head in a cloud of its own, on virtual time, before courts that a test scripts.</summary>
internal sealed class CloudBench : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private readonly VirtualTime _time = new(Some.Monday9Am);
    private readonly VirtualContext _outside;
    private int _instances;

    /// <param name="busAhead">By how much the broker's clock is ahead of the others.</param>
    public CloudBench(TimeSpan busAhead = default)
    {
        _outside = new VirtualContext(_time);
        Cloud = new AzureCloud(new MachineClock(_time, _outside, () => TimeSpan.Zero)) { BusTime = new MachineClock(_time, _outside, () => busAhead) };
        foreach (var queue in new[] { "checks", "alerts" })
        {
            Cloud.Bus.CreateQueue(queue, new QueueSettings { RequiresDuplicateDetection = true });
        }

        Settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Azure__InstallationSecret"] = Convert.ToBase64String(Some.Key),
            ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = "Endpoint=https://hub.example;TaskHub=tipstaff;Authentication=ManagedIdentity",
            ["TASKHUB_NAME"] = "tipstaff",
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000",
            ["Mail__From"] = "alerts@example.com",
            ["Mail__Domain"] = "alerts.example.com",
            ["Mail__OperatorContact"] = "desk@example.com",
            ["Operators__Address"] = "operators@example.com",
            ["Links__PublicUrl"] = "https://alerts.example.com",
            ["Checks__Steady"] = "true",
            ["Acs__PerMinute"] = "30",
            ["Acs__PerHour"] = "100",
        };
    }

    public AzureCloud Cloud { get; }

    public Dictionary<string, string> Settings { get; }

    public ScriptedFeedSource Court { get; } = new();

    /// <summary>When the court was asked for its feed.</summary>
    public List<DateTimeOffset> AskedAt { get; } = [];

    /// <summary>At which address, in the same order.</summary>
    public List<Uri> AskedWhere { get; } = [];

    public DateTimeOffset Now => _time.Now;

    /// <summary>How many messages were sent to the queue of alerts, where a test counts them.</summary>
    public int AlertsSent { get; set; }

    public FunctionApp App { get; private set; } = null!;

    /// <summary>What functions threw.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>Starts an instance; the last one started is <see cref="App"/>.</summary>
    public FunctionApp Start(Action<IServiceCollection>? adjust = null)
    {
        var instance = $"{++_instances}";
        var account = Cloud.AccountOf(instance);
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal);
        settings.TryAdd("Azure__TableEndpoint", $"https://{account}.table.core.windows.net");
        settings.TryAdd("ServiceBus__fullyQualifiedNamespace", $"{account}.servicebus.windows.net");
        settings.TryAdd("Acs__Endpoint", $"https://{account}.unitedstates.communication.azure.com");
        App = Run(async () =>
        {
            var tables = new TableServiceClient(new Uri($"https://{Cloud.AccountOf("setup")}.table.core.windows.net"), new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned));
            await new TableSet(tables).EnsureAsync(default);
            return await FunctionApp.StartAsync(Cloud, instance, typeof(TableStoreExtensions).Assembly, settings, services =>
            {
                services.Replace(ServiceDescriptor.Singleton<IFeedSource>(new TimedSource(this)));
                adjust?.Invoke(services);
            });
        });
        App.OnFailure = (function, error) => Failures.Add($"{function.Name}: {error}");
        return App;
    }

    /// <summary>Writes a confirmed subscription, as an import would.</summary>
    public Subscription Follow(
        DateTimeOffset? confirmedAt = null, string mailbox = "ada@example.com", string court = "nysd", string docket = "1:26-cv-01234")
    {
        var subscription = Some.Subscription(mailbox, confirmedAt: confirmedAt ?? Some.Monday9Am.AddMinutes(-1), court: court, docket: docket);
        Assert.True(Run(() => App.Services.GetRequiredService<ISubscriptions>().TryWriteAsync([subscription], message: null, default)));
        return subscription;
    }

    /// <summary>Runs work to its end, however long it takes within reason.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        Task<T>? done = null;
        _outside.Start(() => Task.WhenAny(done = work()));
        for (var end = Now + Longest; done is not { IsCompleted: true } && Now < end;)
        {
            _time.RunUntil(Now + TimeSpan.FromMilliseconds(100));
        }

        Assert.True(done is { IsCompleted: true }, "The work did not end.");
        return done.GetAwaiter().GetResult();
    }

    /// <summary>Lets time pass.</summary>
    public void Wait(TimeSpan time) => _time.RunUntil(Now + time);

    /// <summary>Lets time pass up to a moment after the start.</summary>
    public void WaitUntil(TimeSpan sinceStart) => _time.RunUntil(Some.Monday9Am + sinceStart);

    public void Dispose() => Cloud.Dispose();

    private sealed class TimedSource(CloudBench bench) : IFeedSource
    {
        public Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
        {
            bench.AskedAt.Add(bench.Now);
            bench.AskedWhere.Add(feed);
            return bench.Court.FetchAsync(court, feed, eTag, lastModified, cancellationToken);
        }

        public Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken) => bench.Court.UpcheckAsync(court, feed, cancellationToken);
    }
}
