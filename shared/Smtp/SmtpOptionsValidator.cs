using Microsoft.Extensions.Options;

namespace Tipstaff.Smtp;

/// <summary>Checks each setting, then those that go together; one sentence for each that is wrong.</summary>
public sealed class SmtpOptionsValidator : IValidateOptions<SmtpOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SmtpOptions options)
    {
        var failures = (new SmtpOptionsRanges().Validate(SmtpOptions.Section, options).Failures ?? []).Select(Sentence).ToList();
        if (options.User is null != options.Password is null)
        {
            failures.Add("Smtp:User and Smtp:Password belong together; set both or neither.");
        }

        return failures is []
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(failures.Select(failure => failure.Replace("Smtp:", $"{options.SectionName}:", StringComparison.Ordinal)));
    }

    /// <summary>Throws unless all settings are in range and go together.</summary>
    /// <exception cref="OptionsValidationException">At least one is not.</exception>
    public static void ThrowIfInvalid(SmtpOptions options)
    {
        if (new SmtpOptionsValidator().Validate(null, options) is { Failed: true, Failures: var failures })
        {
            throw new OptionsValidationException(SmtpOptions.Section, typeof(SmtpOptions), failures);
        }
    }

    // Port: The field Smtp.Port must be between 1 and 65535.  -->  Smtp:Port must be between 1 and 65535.
    private static string Sentence(string generated) =>
        generated[(generated.IndexOf(": ", StringComparison.Ordinal) + 2)..].Replace("The field Smtp.", "Smtp:", StringComparison.Ordinal);
}

[OptionsValidator]
internal sealed partial class SmtpOptionsRanges : IValidateOptions<SmtpOptions>;
