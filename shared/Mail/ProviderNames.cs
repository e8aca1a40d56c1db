using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Tipstaff.Canaries;

namespace Tipstaff.Mail;

/// <summary>The mail providers that are asked, in the order of <c>Mail:Providers</c>.</summary>
/// <param name="All">Their names in lower case, in order.</param>
public sealed partial record ProviderNames(IReadOnlyList<string> All)
{
    /// <summary>The first mail server; the further ones are <c>smtp2</c> and so on.</summary>
    public const string Smtp = "smtp";

    private const string Setting = $"{MailOptions.Section}:{nameof(MailOptions.Providers)}";
    private const string Reporting = $"{CanaryOptions.Section}:{nameof(CanaryOptions.ReportedBy)}";

    /// <summary>The sections of the settings of the mail servers among them: <c>Smtp</c>, <c>Smtp2</c>, in order.</summary>
    public IReadOnlyList<string> SmtpSections => [.. All.Select(SmtpSection).OfType<string>()];

    // smtp, smtp2, smtp10
    [GeneratedRegex("^smtp(?:[2-9]|[1-9][0-9])?$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SmtpName { get; }

    /// <summary>Reads them.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="usual">Those of a head whose setting names none.</param>
    public static ProviderNames Read(IConfiguration configuration, params IReadOnlyList<string> usual) =>
        MailOptions.ReadProviders(configuration[Setting]) is { Count: > 0 } named ? new ProviderNames(named) : new ProviderNames(usual);

    /// <summary>A sentence for each provider that is unknown, here or in <c>Canary:ReportedBy</c>, or named more than once.</summary>
    /// <remarks>One that reports need not be asked just now: to ask another one is the change of one setting.</remarks>
    /// <param name="configuration">The settings.</param>
    /// <param name="own">The providers that this head has besides mail servers.</param>
    public static IReadOnlyList<string> Faults(IConfiguration configuration, params IReadOnlyList<string> own) =>
    [
        .. from setting in new[] { Setting, Reporting }
           from name in MailOptions.ReadProviders(configuration[setting])
           where !own.Contains(name) && SmtpSection(name) is null
           select $"'{name}' in {setting} is no mail provider here: write {string.Join(", ", own.Append(Smtp))}, or {Smtp}2 and so on for further servers.",
        .. MailOptionsValidator.ProviderFaults(configuration[Setting] ?? ""),
    ];

    /// <summary>The section of a mail server's settings; null for the name of a provider that is none.</summary>
    public static string? SmtpSection(string name) =>
        // smtp2  -->  Smtp2
        SmtpName.IsMatch(name) ? $"{char.ToUpperInvariant(name[0])}{name[1..]}" : null;

    /// <summary>Whether a provider is among them.</summary>
    public bool Has(string name) => All.Contains(name);
}
