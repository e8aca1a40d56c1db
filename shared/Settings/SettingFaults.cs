using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Retention;
using Tipstaff.Signatures;
using Tipstaff.Smtp;
using Tipstaff.Webhooks;

namespace Tipstaff.Settings;

/// <summary>What is wrong with the settings, in sentences, so that every head refuses to start with the same ones.</summary>
public static class SettingFaults
{
    private static readonly SettingTypes[] Sections =
    [
        new(CheckOptions.Section, new CheckOptions()), new(BreakerOptions.Section, new BreakerOptions()),
        new(OutboxOptions.Section, new OutboxOptions()), new(OperatorOptions.Section, new OperatorOptions()),
        new(MailOptions.Section, new MailOptions()), new(LinkOptions.Section, new LinkOptions()),
        new(WebhookOptions.Section, new WebhookOptions()), new(RetentionOptions.Section, new RetentionOptions()),
        new(LimitOptions.Section, new LimitOptions()), new(SignatureOptions.Section, new SignatureOptions()),
        new(CanaryOptions.Section, new CanaryOptions()),
    ];

    /// <summary>Looks at each setting alone, before anything is built with them: whether it has its type.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="providers">The mail providers that are asked.</param>
    /// <param name="further">The sections that only this head has.</param>
    public static IReadOnlyList<string> Unreadable(IConfiguration configuration, ProviderNames providers, params IEnumerable<SettingTypes> further) =>
    [
        .. Sections.Concat(providers.SmtpSections.Select(section => new SettingTypes(section, new SmtpOptions()))).Concat(further)
            .SelectMany(section => section.Faults(configuration)),
        .. LogLevelFaults(configuration),
    ];

    /// <summary>Looks at the ranges of the settings, and at those that go together: what the host looks at when it starts.</summary>
    /// <param name="services">The services, built.</param>
    /// <param name="further">The sections that only this head has.</param>
    public static IReadOnlyList<string> OutOfRange(IServiceProvider services, params IEnumerable<SettingTypes> further)
    {
        var configuration = services.GetRequiredService<IConfiguration>();
        return [.. OutOfRange(services).Select(fault => Sections.Concat(further).Aggregate(fault, (text, section) => section.WithValue(text, configuration)))];
    }

    /// <summary>All faults in what a person is told who starts Tipstaff.</summary>
    public static string Sentence(IEnumerable<string> faults) => $"A setting is wrong: {string.Join(" ", faults)}";

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
}
