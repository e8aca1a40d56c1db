using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Tipstaff.AzureHarness;

/// <summary>
/// One run of an app's Program.cs: it finds its settings and its clock in place, and where it would run its host for good, it
/// hands it over and goes on to its end.
/// </summary>
internal sealed class ProgramRun(
    TimeProvider time, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? adjust)
{
    private static readonly AsyncLocal<ProgramRun?> Running = new();

    /// <summary>The run within which the code is called; null where the app runs by itself.</summary>
    public static ProgramRun? Current => Running.Value;

    /// <summary>What the program built and wanted to run.</summary>
    public IHost? Host { get; private set; }

    /// <summary>Runs a program and returns its host, not yet started.</summary>
    /// <exception cref="InvalidOperationException">The program ran no host.</exception>
    public IHost Run(Action<string[]> program)
    {
        var outer = Running.Value;
        Running.Value = this;
        try
        {
            program([]);
        }
        finally
        {
            Running.Value = outer;
        }

        return Host ?? throw new InvalidOperationException("The program ended without running its host.");
    }

    public HostApplicationBuilder CreateBuilder(string[]? args)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            Configuration = new ConfigurationManager(),
            DisableDefaults = true,
            EnvironmentName = settings.GetValueOrDefault("AZURE_FUNCTIONS_ENVIRONMENT", Environments.Production),
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => KeyValuePair.Create(KeyOf(setting.Key), (string?)setting.Value)));
        builder.ConfigureContainer(new DefaultServiceProviderFactory(new ServiceProviderOptions { ValidateScopes = true }));
        builder.Services.AddSingleton(time);
        return builder;
    }

    /// <summary>A setting's key in configuration: <c>Mail__Providers</c> is <c>Mail:Providers</c>.</summary>
    public static string KeyOf(string setting) => setting.Replace("__", ":", StringComparison.Ordinal);

    public IHost Build(HostApplicationBuilder builder)
    {
        adjust?.Invoke(builder.Services);
        return new HandedOver(this, builder.Build());
    }

    /// <summary>A host that is given away when it is started, and has then run its course as far as the program can see.</summary>
    private sealed class HandedOver(ProgramRun run, IHost host) : IHost
    {
        public IServiceProvider Services => run.Host is null ? host.Services : Ended.Services;

        public Task StartAsync(CancellationToken cancellationToken = default)
        {
            run.Host = host;
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public void Dispose()
        {
            if (run.Host is null)
            {
                host.Dispose();
            }
        }
    }

    /// <summary>The lifetime of a host that has stopped.</summary>
    private sealed class Ended : IHostApplicationLifetime, IServiceProvider
    {
        public static readonly IServiceProvider Services = new Ended();

        public CancellationToken ApplicationStarted { get; } = new(canceled: true);

        public CancellationToken ApplicationStopping { get; } = new(canceled: true);

        public CancellationToken ApplicationStopped { get; } = new(canceled: true);

        public object? GetService(Type serviceType) => serviceType == typeof(IHostApplicationLifetime) ? this : null;

        public void StopApplication()
        {
        }
    }
}
