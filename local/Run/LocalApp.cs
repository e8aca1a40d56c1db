using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Tipstaff.Api;
using Tipstaff.Checks;
using Tipstaff.Erasures;
using Tipstaff.Links;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Logs;
using Tipstaff.Local.OutboxFolder;
using Tipstaff.Local.Storage;
using Tipstaff.Local.Telemetry;
using Tipstaff.Local.Web;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.StoredData;
using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Run;

/// <summary>The whole service in one process: puts the core on SQLite, HTTP and SMTP, and starts its loops.</summary>
internal static class LocalApp
{
    /// <summary>Builds the service on a held data folder; nothing runs yet.</summary>
    /// <exception cref="CommandFailure">A setting is wrong or missing.</exception>
    public static WebApplication Build(RunSettings settings, DataFolder folder, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.UseUrls([.. settings.EachUrl]);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 1 << 20;
        });
        builder.Logging.AddOutput(builder.Configuration, settings.LogJson);
        OtlpExport.AddTo(builder);

        builder.Services.AddSingleton(settings);
        var providers = MailProviders.Read(builder.Configuration, settings);
        builder.Services.AddSingleton(folder.LinkKeys).AddSingleton<ILinkKeys, LocalLinkKeys>();
        builder.Services.AddTipstaff(new InstallationSecret(folder.Secret.ToArray()), new SiteFacts(providers.Has(MailProviders.Outbox), settings.Notice));
        builder.Services.AddSqliteStore(folder.DatabasePath);
        builder.Services.AddLocalAdapters(settings, folder);
        builder.Services.AddMailProviders(providers, settings, folder);

        // Longer than a mail server may take over one mail: what is being handed over is seen through and recorded.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(90));
        adjust?.Invoke(builder);

        StartChecks.ThrowIfUnreadable(builder.Configuration, providers);
        var app = builder.Build();
        try
        {
            StartChecks.ThrowIfWrong(app.Services, settings);
            app.Services.GetRequiredService<ILinkKeys>();
            app.MapTipstaff();
            return app;
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <summary>Runs until the process is asked to end or the token is cancelled; what is in flight is finished or left for the next start.</summary>
    /// <exception cref="CommandFailure">An address cannot be listened on, or rows were left behind that this program reads no more.</exception>
    public static async Task RunAsync(WebApplication app, RunSettings settings, CancellationToken cancellationToken)
    {
        if (await app.Services.GetRequiredService<MigrateRows>().RefusalToContractAsync(cancellationToken) is { } refusal)
        {
            throw new CommandFailure(refusal);
        }

        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException error) when (error.InnerException is AddressInUseException or SocketException)
        {
            throw new CommandFailure(
                $"Cannot listen on {settings.Urls}: the port is in use or not allowed. End the program that holds it, or name another address with --urls.");
        }

        await app.WaitForShutdownAsync(cancellationToken);
    }

    private static void AddLocalAdapters(this IServiceCollection services, RunSettings settings, DataFolder folder)
    {
        services.AddSingleton<IFeedSource, HttpFeedSource>();
        services.AddSingleton<DeliverySignal>();
        services.AddSingleton<IDeliveryQueue>(provider => provider.GetRequiredService<DeliverySignal>());
        services.AddSingleton<WatchedCourts>();
        services.AddSingleton(new OutboxFolderReader(folder.OutboxPath));
        services.AddSingleton<OutboxPages>();
        services.AddSingleton<IKeptMail>(provider => new OutboxFolderErasure(folder.OutboxPath, provider.GetRequiredService<SubscriberIds>()));
        services.AddOptions<CheckOptions>().Configure<IConfiguration>((options, configuration) =>
        {
            options.Every = settings.CheckEvery ?? options.Every;
            options.Steady |= settings.Steady;
            options.NameOperator(configuration);
        });
        services.Configure<LinkOptions>(options => options.PublicUrl = settings.PublicUrl ?? options.PublicUrl ?? settings.FirstUrl);
        services.AddOptions<HostFilteringOptions>().Configure<IOptions<LinkOptions>>((options, links) =>
            options.AllowedHosts = [.. KnownHosts.Allowed(settings.EachUrl, links.Value.PublicUrl!)]);
        services.Configure<MailOptions>(LocalMailDefaults);
        services.AddHostedService<CheckLoop>();
        services.AddHostedService<DeliveryLoop>();
        services.AddHostedService<BacklogLoop>();
        services.AddHostedService<OperatorLoop>();
        services.AddHostedService<HealthLoop>();
        services.AddHostedService<ForgetLoop>();
        services.AddHostedService<RetentionLoop>();
        services.AddHostedService<CanaryLoop>();
    }

    // On one machine without a mail domain of its own everything works; real mail wants Mail__From and Mail__Domain.
    private static void LocalMailDefaults(MailOptions options)
    {
        options.From = options.From.Length > 0 ? options.From : "tipstaff@localhost";
        options.Domain = options.Domain.Length > 0 ? options.Domain : "localhost";
        options.OperatorContact = options.OperatorContact.Length > 0 ? options.OperatorContact : options.From;
    }
}
