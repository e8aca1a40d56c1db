using System.Buffers;
using Microsoft.Extensions.Options;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>Who sends our mails.</summary>
public sealed class MailOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>
    /// The providers that are asked to take a mail, in their order, parted by commas: <c>smtp,smtp2</c>. Empty: as the head has it.
    /// </summary>
    public string Providers { get; set; } = "";

    /// <summary>The sender's address. Required.</summary>
    public string From { get; set; } = "";

    /// <summary>The sender's display name, one line of at most 64 characters. Default <c>Tipstaff</c>.</summary>
    public string FromName { get; set; } = "Tipstaff";

    /// <summary>The domain of <c>Message-ID</c> and <c>List-Id</c>, in ASCII: one that the operator owns. Required.</summary>
    public string Domain { get; set; } = "";

    /// <summary>Where a reader reaches the operator, an address or a URL, shown at the foot of every mail: one line of at most 200 characters. Required.</summary>
    public string OperatorContact { get; set; } = "";

    /// <summary>Reads a list of providers: their names in lower case, in order.</summary>
    public static IReadOnlyList<string> ReadProviders(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => name.ToLowerInvariant())];
}

/// <summary>Checks <see cref="MailOptions"/> at start, one sentence a fault.</summary>
public sealed class MailOptionsValidator : IValidateOptions<MailOptions>
{
    private static readonly SearchValues<char> DomainCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.");

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (!EmailAddress.TryParse(options.From, out _))
        {
            faults.AddError($"'{options.From}' is no e-mail address: give Mail:From as alerts@example.com.");
        }

        if (!IsOneLine(options.FromName, 64))
        {
            faults.AddError($"'{options.FromName}' is no display name: give Mail:FromName as one line of at most 64 visible characters.");
        }

        if (!IsDomain(options.Domain))
        {
            faults.AddError($"'{options.Domain}' is no domain: give Mail:Domain as alerts.example.com.");
        }

        if (!IsOneLine(options.OperatorContact, 200))
        {
            faults.AddError($"'{options.OperatorContact}' is no contact: give Mail:OperatorContact as one line of at most 200 visible characters.");
        }

        foreach (var fault in ProviderFaults(options.Providers))
        {
            faults.AddError(fault);
        }

        return faults.Build();
    }

    /// <summary>A sentence for each provider that is named more than once.</summary>
    public static IReadOnlyList<string> ProviderFaults(string list) =>
    [
        .. MailOptions.ReadProviders(list).CountBy(name => name).Where(count => count.Value > 1)
            .Select(count => $"'{list}' names {count.Key} {count.Value} times: give Mail:Providers each provider once."),
    ];

    private static bool IsOneLine(string? text, int maxLength) =>
        text is { Length: > 0 } && text.Length <= maxLength && CourtText.Clean(text, maxLength) == text;

    // A List-Id puts up to 60 characters before the domain and may have 255.
    private static bool IsDomain(string? domain) =>
        domain is { Length: > 0 and <= 180 }
        && !domain.AsSpan().ContainsAnyExcept(DomainCharacters)
        && domain.Split('.').All(label => label.Length is > 0 and <= 63);
}
