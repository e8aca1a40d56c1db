using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Functions.Mail;
using Tipstaff.Functions.Storage;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Cloud.Faults;
using Tipstaff.Tests.Simulation.Cloud.PlantedBugs;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>One instance of the app, with the simulation's courts and mail providers in place of the world's.</summary>
internal sealed class CloudProcess(SimulatedWorld world, CloudHead head, string slot, int generation, CloudWiring wiring)
    : ServiceProcess(world, slot, generation)
{
    // How long the host lets work go on when an instance is to end.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly CheckOptions _checks = new() { Every = world.Scenario.CheckEvery, Steady = world.Scenario.IsSteady };
    private FunctionApp? _app;
    private bool _isEnding;
    private bool _isDead;

    /// <summary>Whose instance it is.</summary>
    public CloudHead Head => head;

    /// <summary>Its name in the cloud, fit for a host name.</summary>
    public string Instance => Name.Replace('.', 'x');

    /// <summary>The app; null until it has started.</summary>
    public FunctionApp? App => _app;

    public override bool IsAlive => !_isDead;

    public override bool IsServing => IsAlive && !_isEnding && _app is not null;

    public override CheckPace Pace => _checks.Pace;

    public override ReplayDeadLetters Replay => Get<ReplayDeadLetters>();

    public override Subscribe Subscribe => Get<Subscribe>();

    public override ConfirmSubscriptions Confirm => Get<ConfirmSubscriptions>();

    public override Unsubscribe Unsubscribe => Get<Unsubscribe>();

    public override ImportSubscriptions Import => Get<ImportSubscriptions>();

    public override OpenWebhooks Open => Get<OpenWebhooks>();

    public override ChangeWebhookSecret ChangeSecret => Get<ChangeWebhookSecret>();

    public override VerifyWebhook Verify => Get<VerifyWebhook>();

    public override void Begin() => Context.Start(async () =>
    {
        var app = await FunctionApp.StartAsync(
            head.Cloud, Instance, typeof(TableStoreExtensions).Assembly, CloudSettings.Of(World, head.Cloud, head.Email.Account, Instance), Adjust, Clock);
        app.OnFailure = (function, error) => Look(function.Name, error);
        app.OnTimeout = _ => World.Crash(this, "as a function ran too long");
        _app = app;
        if (_isDead)
        {
            app.Kill();
        }
        else if (_isEnding)
        {
            await app.StopAsync(Grace);
        }
    });

    public override void AskToEnd()
    {
        _isEnding = true;
        if (_app is { } app)
        {
            Context.Start(() => app.StopAsync(Grace));
        }
    }

    // The context goes on, so that what the cloud itself does in it is done; nothing of the instance gets out of it any more.
    public override void End()
    {
        _isDead = true;
        _app?.Kill();
    }

    public override bool IsTrouble(Exception error) => CloudTrouble.Is(error, _isEnding);

    /// <summary>Something threw: trouble of the cloud is in the trace, all else is a bug.</summary>
    public void Look(string what, Exception error)
    {
        if (!IsAlive)
        {
            return;
        }

        if (IsTrouble(error))
        {
            World.Trace.Add($"{Name} {what}: {error.Message.Split('\n')[0]}");
        }
        else
        {
            World.Truth.Bug($"{Name} {what} threw {error}");
        }
    }

    private T Get<T>()
        where T : notnull => _app!.Services.GetRequiredService<T>();

    // The app's own way to Communication Email, and plain SMTP as the simulation has it.
    private void PutProviders(IServiceCollection services)
    {
        var registered = services.Where(service => service.ServiceType == typeof(IMailProvider) && !service.IsKeyedService).ToList();
        services.RemoveAll<IMailProvider>();
        foreach (var (name, service) in CloudSettings.ProvidersOf(World).Zip(registered))
        {
            services.AddSingleton(provider => wiring.Around(name is EmailFaults.Provider
                ? (IMailProvider)Recording.Make(service, provider)
                : new BurstBreaker(
                    new SimulatedProvider(name, honoursKeys: false, this, World),
                    provider.GetRequiredService<IOptions<BurstOptions>>().Value,
                    Clock,
                    provider.GetRequiredService<ILogger<BurstBreaker>>())));
        }
    }

    private void Adjust(IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IFeedSource>(
            provider => new Courtroom(this, World, provider.GetRequiredService<IOptions<CheckOptions>>())));
        services.Replace(ServiceDescriptor.Singleton(new WriteMarks(Instance, Clock)));
        services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(new SimulatedReceivers(this, World)));
        PutProviders(services);
        services.AddSingleton<ILoggerProvider>(new ErrorWatch(this));
        if (wiring.Change is { } change)
        {
            var endpoint = new Uri($"https://{head.Cloud.AccountOf(Instance)}.table.core.windows.net");
            services.Replace(ServiceDescriptor.Singleton<TableServiceClient>(new ChangedTables(endpoint, change)));
        }

        wiring.Adjust(services, this);
        Recording.Put(services, this, World, head.Watch);
    }
}
