using System.Globalization;
using Tipstaff.AzureHarness;
using Tipstaff.Canaries;
using Tipstaff.Tests.Simulation.Cloud.Mail;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>The settings of an instance, as environment variables are named.</summary>
internal static class CloudSettings
{
    /// <summary>The mail providers, in their order.</summary>
    public static IReadOnlyList<string> ProvidersOf(SimulatedWorld world) => world.Scenario.PlainSmtpFirst ? ["smtp", "acs"] : ["acs", "smtp"];

    /// <summary>Whether the installation has a canary: where its account can bear one.</summary>
    public static bool HasCanary(AcsAccount acs) => acs.SaidPerHour >= CanaryLimits.LeastMailsPerHour;

    public static IReadOnlyDictionary<string, string> Of(SimulatedWorld world, AzureCloud cloud, AcsAccount acs, string instance)
    {
        var account = cloud.AccountOf(instance);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Azure__InstallationSecret"] = Convert.ToBase64String(Some.Key),
            ["Azure__TableEndpoint"] = $"https://{account}.table.core.windows.net",
            ["ServiceBus__fullyQualifiedNamespace"] = $"{account}.servicebus.windows.net",
            ["Acs__Endpoint"] = $"https://{account}.unitedstates.communication.azure.com",
            ["Acs__PerMinute"] = acs.SaidPerMinute.ToString(CultureInfo.InvariantCulture),
            ["Acs__PerHour"] = acs.SaidPerHour.ToString(CultureInfo.InvariantCulture),
            ["Smtp__Host"] = "mail.example.com",
            ["Mail__Providers"] = string.Join(',', ProvidersOf(world)),
            ["DURABLE_TASK_SCHEDULER_CONNECTION_STRING"] = "Endpoint=https://hub.example;TaskHub=tipstaff;Authentication=ManagedIdentity",
            ["TASKHUB_NAME"] = "tipstaff",
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] = "InstrumentationKey=00000000-0000-0000-0000-000000000000",
            ["Mail__From"] = "alerts@example.com",
            ["Mail__Domain"] = "alerts.example.com",
            ["Mail__OperatorContact"] = "desk@example.com",
            ["Operators__Address"] = "operators@example.com",
            ["Links__PublicUrl"] = "https://alerts.example.com",
            ["Canary__Address"] = HasCanary(acs) ? SomeCanary.Mailbox : "",
            // Once it opens, Polly goes on in the thread pool, and the day would not be the same twice.
            ["Burst__Calls"] = HasCanary(acs) ? "1000" : "8",
            ["Checks__Every"] = world.Scenario.CheckEvery.ToString("c", CultureInfo.InvariantCulture),
            ["Checks__Timeout"] = world.Scenario.CourtTimeout.ToString("c", CultureInfo.InvariantCulture),
            ["Checks__Steady"] = world.Scenario.IsSteady ? "true" : "false",
        };
    }
}
