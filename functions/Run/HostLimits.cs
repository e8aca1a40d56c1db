using System.Globalization;
using Microsoft.Extensions.Configuration;
using Tipstaff.Functions.Breakers;
using Tipstaff.Outbox;
using Tipstaff.Webhooks;

namespace Tipstaff.Functions.Run;

/// <summary>How long the host lets a function run and keeps its message locked, and how many it runs at once, as host.json says: the file is built into the app.</summary>
/// <remarks>The app settings <c>AzureFunctionsJobHost__…</c> are the host's own way to overrule its file.</remarks>
internal static class HostLimits
{
    /// <summary>The longest run of a function.</summary>
    public const string FunctionTimeout = "functionTimeout";

    /// <summary>For how long the lock of a message is renewed while a function is at it.</summary>
    public const string LockRenewal = "extensions:serviceBus:maxAutoLockRenewalDuration";

    /// <summary>How many messages of one queue an instance has in hand at once.</summary>
    public const string ConcurrentCalls = "extensions:serviceBus:maxConcurrentCalls";

    private const string Overruling = "AzureFunctionsJobHost";
    private const string Unlimited = "-1";

    // Reading the breakers before the claim; starting a retry, settling and telling of breakers after the record.
    private static readonly TimeSpan AroundTheLease = TimeSpan.FromMinutes(1) + ProviderTransitions.Longest;

    /// <summary>
    /// A sentence for each limit within which a delivery need not end: with its claim it goes on for up to the lease. And one where
    /// webhooks, which wait for others' machines, could have most of the calls that they share with mail.
    /// </summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="outbox">How messages are delivered.</param>
    /// <param name="webhooks">How webhooks are handed over.</param>
    public static IEnumerable<string> Faults(IConfiguration configuration, OutboxOptions outbox, WebhookOptions webhooks)
    {
        var file = File();

        // What comes before and after the lease fits the lock itself, which outlasts its last renewal.
        if (!TryRead(configuration, file, LockRenewal, out var renewal) || outbox.Lease > renewal)
        {
            yield return $"Outbox:Lease ({outbox.Lease}) must be at most {LockRenewal} of host.json ({renewal}): the broker would give a message out again that is still being delivered.";
        }

        if (!TryRead(configuration, file, FunctionTimeout, out var timeout) || outbox.Lease > timeout - AroundTheLease)
        {
            yield return $"Outbox:Lease ({outbox.Lease}) must be shorter than {FunctionTimeout} of host.json ({timeout}) by {AroundTheLease}: the host would end a delivery in its midst.";
        }

        var calls = configuration[$"{Overruling}:{ConcurrentCalls}"] ?? file[ConcurrentCalls];
        if (!int.TryParse(calls, CultureInfo.InvariantCulture, out var most) || webhooks.MostAtOnce > most / 2)
        {
            yield return $"Webhooks:MostAtOnce ({webhooks.MostAtOnce}) must be at most half of {ConcurrentCalls} of host.json ({calls}): receivers that stall would keep mail waiting.";
        }
    }

    // The file names both; without a limit a function may run as long as it likes.
    private static bool TryRead(IConfiguration configuration, IConfiguration file, string path, out TimeSpan limit)
    {
        var text = configuration[$"{Overruling}:{path}"] ?? file[path];
        limit = TimeSpan.MaxValue;
        return text == Unlimited || TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out limit);
    }

    private static IConfiguration File()
    {
        using var json = typeof(HostLimits).Assembly.GetManifestResourceStream("host.json")!;
        return new ConfigurationBuilder().AddJsonStream(json).Build();
    }
}
