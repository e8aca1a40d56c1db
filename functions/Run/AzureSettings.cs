using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Functions.Checks;
using Tipstaff.Functions.Mail;
using Tipstaff.Functions.Queues;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Settings;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Run;

/// <summary>Reads what must be known before anything is built, and refuses to go on when it is wrong or missing.</summary>
internal static class AzureSettings
{
    private const int SecretLength = 32;

    // The host reads them; it would stop without saying which.
    private static readonly (string Name, string What)[] Needed =
    [
        ("TASKHUB_NAME", "the name of the task hub"),
        ("APPLICATIONINSIGHTS_CONNECTION_STRING", "the connection string of Application Insights"),
    ];

    // Where the host is told to keep its task hub in the storage account there is no scheduler to connect to.
    private const string TaskHubKeeper = "AzureFunctionsJobHost:extensions:durableTask:storageProvider:type";
    private const string StorageAccount = "AzureStorage";

    private static readonly (string Name, string What) Scheduler =
        ("DURABLE_TASK_SCHEDULER_CONNECTION_STRING", "Endpoint=https://…;TaskHub=…;Authentication=ManagedIdentity;ClientID=…");

    /// <summary>The sections that only this head has.</summary>
    public static IReadOnlyList<SettingTypes> Sections { get; } =
        [new(AzureOptions.Section, new AzureOptions()), new(AcsOptions.Section, new AcsOptions()), new(BurstOptions.Section, new BurstOptions())];

    /// <summary>Where the namespace of the queues is: the setting that their triggers read, too.</summary>
    public static string BusNamespace(IConfiguration configuration) => configuration[$"{QueueNames.Connection}:fullyQualifiedNamespace"] ?? "";

    /// <summary>The installation's secret.</summary>
    public static InstallationSecret Secret(IConfiguration configuration) =>
        new(Convert.FromBase64String(configuration[$"{AzureOptions.Section}:{nameof(AzureOptions.InstallationSecret)}"]!));

    /// <summary>Looks at each setting alone, and at those that must be there.</summary>
    /// <exception cref="OptionsValidationException">At least one is wrong or missing; the message names all of them.</exception>
    public static ProviderNames Check(IConfiguration configuration)
    {
        Throw(Faults(configuration));
        return ProvidersOf(configuration);
    }

    /// <summary>Looks at the ranges of the settings, and at those that go together.</summary>
    /// <exception cref="OptionsValidationException">At least one is wrong or missing; the message names all of them.</exception>
    public static void Check(IServiceProvider services) => Throw(Faults(services));

    /// <summary>The mail providers, in order.</summary>
    public static ProviderNames ProvidersOf(IConfiguration configuration) => ProviderNames.Read(configuration, CommunicationMailer.ProviderName);

    /// <summary>A sentence for each setting that is wrong alone, or missing.</summary>
    public static IReadOnlyList<string> Faults(IConfiguration configuration) =>
    [
        .. ProviderNames.Faults(configuration, CommunicationMailer.ProviderName),
        .. SettingFaults.Unreadable(configuration, ProvidersOf(configuration), Sections),
        .. WatchedCourts.Faults(configuration),
        .. IsEndpoint(configuration[$"{AzureOptions.Section}:{nameof(AzureOptions.TableEndpoint)}"]) ? Array.Empty<string>()
            : ["Azure:TableEndpoint is missing, or no endpoint: give the storage account's tables as https://name.table.core.windows.net."],
        .. SecretFaults(configuration[$"{AzureOptions.Section}:{nameof(AzureOptions.InstallationSecret)}"]),
        .. Uri.CheckHostName(BusNamespace(configuration)) is UriHostNameType.Dns ? Array.Empty<string>()
            : [$"{QueueNames.Connection}:fullyQualifiedNamespace is missing, or no host: give the namespace of the queues as name.servicebus.windows.net."],
        .. OneIdentity.Faults(configuration),
        .. NeededBy(configuration).Where(setting => string.IsNullOrWhiteSpace(configuration[setting.Name])).Select(setting => $"{setting.Name} is missing: give {setting.What}."),
    ];

    /// <summary>A sentence for each setting that is out of its range, or goes not together with others.</summary>
    public static IReadOnlyList<string> Faults(IServiceProvider services)
    {
        var outOfRange = SettingFaults.OutOfRange(services, Sections);
        if (outOfRange.Count > 0)
        {
            return outOfRange;
        }

        IReadOnlyList<string> beyondTheHost =
        [
            .. HostLimits.Faults(
                services.GetRequiredService<IConfiguration>(),
                services.GetRequiredService<IOptions<OutboxOptions>>().Value,
                services.GetRequiredService<IOptions<WebhookOptions>>().Value),
            .. CanaryFaults(services),
        ];
        if (beyondTheHost.Count > 0)
        {
            return beyondTheHost;
        }

        try
        {
            // Looks at its settings together with those of its providers; without it no mail could be delivered, operators' news neither.
            services.GetRequiredService<ProviderChain>();
            return [];
        }
        catch (OptionsValidationException error)
        {
            return [.. error.Failures];
        }
    }

    private static IEnumerable<string> CanaryFaults(IServiceProvider services) =>
        ProvidersOf(services.GetRequiredService<IConfiguration>()).All.Contains(CommunicationMailer.ProviderName)
            ? CanaryLimits.Faults(
                services.GetRequiredService<IOptions<CanaryOptions>>().Value, $"{AcsOptions.Section}:{nameof(AcsOptions.PerHour)}", services.GetRequiredService<IOptions<AcsOptions>>().Value.PerHour)
            : [];

    private static IEnumerable<(string Name, string What)> NeededBy(IConfiguration configuration) =>
        StorageAccount.Equals(configuration[TaskHubKeeper], StringComparison.OrdinalIgnoreCase) ? Needed : Needed.Append(Scheduler);

    private static void Throw(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new OptionsValidationException(AzureOptions.Section, typeof(AzureOptions), [SettingFaults.Sentence(faults)]);
        }
    }

    private static bool IsEndpoint(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps;

    // Its value is never shown.
    private static IEnumerable<string> SecretFaults(string? secret)
    {
        var bytes = new byte[(secret?.Length ?? 0) + 3];
        if (!Convert.TryFromBase64String(secret ?? "", bytes, out var length) || length < SecretLength)
        {
            yield return "Azure:InstallationSecret is missing, or no secret: give at least 32 random bytes in base 64, as a reference to the key vault.";
        }
    }
}
