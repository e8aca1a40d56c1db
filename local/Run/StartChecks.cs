using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Links;
using Tipstaff.Local.Commands;
using Tipstaff.Local.Web;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Run;

/// <summary>Refuses to start with settings that are wrong or do not go together, in a sentence, before anything runs.</summary>
internal static class StartChecks
{
    private static readonly SettingTypes[] Sections =
    [
        new(CheckOptions.Section, new CheckOptions()), new(BreakerOptions.Section, new BreakerOptions()),
        new(OutboxOptions.Section, new OutboxOptions()), new(OperatorOptions.Section, new OperatorOptions()),
        new(MailOptions.Section, new MailOptions()), new(LinkOptions.Section, new LinkOptions()),
    ];

    /// <summary>Looks at each setting alone, before anything is built with them.</summary>
    /// <exception cref="CommandFailure">At least one has not its type.</exception>
    public static void ThrowIfUnreadable(IConfiguration configuration, MailProviders providers)
    {
        IEnumerable<SettingTypes> sections = [.. Sections, .. providers.SmtpSections.Select(section => new SettingTypes(section, new SmtpOptions()))];
        Throw([.. sections.SelectMany(section => section.Faults(configuration)), .. LogLevelFaults(configuration)]);
    }

    /// <summary>Looks at the ranges of the settings, and at those that go together.</summary>
    /// <exception cref="CommandFailure">At least one is wrong or missing.</exception>
    public static void ThrowIfWrong(IServiceProvider services, RunSettings settings)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        Throw([.. OutOfRange(services).Select(fault => Sections.Aggregate(fault, (text, section) => section.WithValue(text, configuration)))]);
        ThrowIfNobodyReachesIt(services.GetRequiredService<IOptions<LinkOptions>>().Value.PublicUrl!);
        var servers = services.GetRequiredService<IOptionsMonitor<SmtpOptions>>();
        var hosts = services.GetRequiredService<MailProviders>().SmtpSections.Select(section => servers.Get(section).Host);
        if (hosts.FirstOrDefault(host => !KnownHosts.IsThisMachine(host)) is { } host)
        {
            ThrowIfUnfitForRealMail(settings, configuration, host);
        }
    }

    /// <summary>Throws when there are faults, with all of them.</summary>
    public static void Throw(IReadOnlyCollection<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new CommandFailure($"A setting is wrong: {string.Join(" ", faults)}");
        }
    }

    // Logging__LogLevel__Default=loud
    private static IEnumerable<string> LogLevelFaults(IConfiguration configuration) =>
        from setting in configuration.GetSection("Logging").AsEnumerable()
        where setting.Key.Contains(":LogLevel:", StringComparison.OrdinalIgnoreCase)
            && !string.IsNullOrEmpty(setting.Value) && !Enum.TryParse<LogLevel>(setting.Value, ignoreCase: true, out _)
        select $"'{setting.Value}' is no value for {setting.Key}: write {string.Join(" or ", Enum.GetNames<LogLevel>())}.";

    private static IEnumerable<string> OutOfRange(IServiceProvider services)
    {
        try
        {
            services.GetService<IStartupValidator>()?.Validate();
            return [];
        }
        catch (OptionsValidationException error)
        {
            return error.Failures;
        }
        catch (AggregateException errors) when (errors.InnerExceptions.All(error => error is OptionsValidationException))
        {
            return errors.InnerExceptions.Cast<OptionsValidationException>().SelectMany(error => error.Failures);
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
        List<string> missing = [.. new[] { "Mail:From", "Mail:Domain" }.Where(IsMissing)];
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
