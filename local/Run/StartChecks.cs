using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Web;
using Tipstaff.Mail;
using Tipstaff.Settings;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Run;

/// <summary>Refuses to start with settings that are wrong or do not go together, in a sentence, before anything runs.</summary>
internal static class StartChecks
{
    private static readonly string[] RealMail = ["Mail:From", "Mail:Domain"];

    /// <summary>Looks at each setting alone, before anything is built with them.</summary>
    /// <exception cref="CommandFailure">At least one has not its type.</exception>
    public static void ThrowIfUnreadable(IConfiguration configuration, ProviderNames providers) =>
        Throw(SettingFaults.Unreadable(configuration, providers));

    /// <summary>Looks at the ranges of the settings, and at those that go together.</summary>
    /// <exception cref="CommandFailure">At least one is wrong or missing.</exception>
    public static void ThrowIfWrong(IServiceProvider services, RunSettings settings)
    {
        Throw(SettingFaults.OutOfRange(services));
        ThrowIfNobodyReachesIt(services.GetRequiredService<IOptions<LinkOptions>>().Value.PublicUrl!);
        var servers = services.GetRequiredService<IOptionsMonitor<SmtpOptions>>();
        var hosts = services.GetRequiredService<ProviderNames>().SmtpSections.Select(section => servers.Get(section).Host);
        if (hosts.FirstOrDefault(host => !KnownHosts.IsThisMachine(host)) is { } host)
        {
            ThrowIfUnfitForRealMail(settings, services.GetRequiredService<IConfiguration>(), host);
        }
    }

    /// <summary>Throws when there are faults, with all of them.</summary>
    public static void Throw(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new CommandFailure(SettingFaults.Sentence(faults));
        }
    }

    private static void ThrowIfNobodyReachesIt(Uri publicUrl)
    {
        if (publicUrl.Port == 0)
        {
            throw new CommandFailure(
                "Port 0 is any free one, which the links of mails cannot name: name a port with --urls, or say with --public-url where readers reach this machine.");
        }
    }

    private static void ThrowIfUnfitForRealMail(RunSettings settings, IConfiguration configuration, string host)
    {
        List<string> missing = [.. RealMail.Where(IsMissing)];
        if (settings.PublicUrl is null && IsMissing("Links:PublicUrl"))
        {
            missing.Add("Links:PublicUrl (or --public-url)");
        }

        if (missing.Count > 0)
        {
            var names = string.Join(", ", missing).Replace(":", "__", StringComparison.Ordinal);
            throw new CommandFailure($"Mail through {host} reaches real people: first set {names} in the environment, so that it says who sends it and where its links lead.");
        }

        bool IsMissing(string setting) => string.IsNullOrWhiteSpace(configuration[setting]);
    }
}
