using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Webhooks;

/// <summary>How webhooks are handed over.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Webhooks";

    /// <summary>How long connecting may take, name resolution included. Default 5 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:30", ErrorMessage = "Webhooks:ConnectTimeout must be from 0.1 s to 30 s.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long all of one handing over may take, from the resolution of the name to the answer. Default 10 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.2", "00:01:00", ErrorMessage = "Webhooks:Timeout must be from 0.2 s to 1 min.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many connections one receiver gets at most. Default 4.</summary>
    [Range(1, 100, ErrorMessage = "Webhooks:MaxConnectionsPerHost must be from 1 to 100.")]
    public int MaxConnectionsPerHost { get; set; } = 4;

    /// <summary>
    /// How many webhooks of one subscriber are under way at once in one process, at most: one with many hosts, all of them slow, has no
    /// more. While few turns are free it is fewer. Default 8.
    /// </summary>
    [Range(1, 100, ErrorMessage = "Webhooks:MostOfSubscriber must be from 1 to 100.")]
    public int MostOfSubscriber { get; set; } = 8;

    /// <summary>
    /// How many webhooks are under way at once in one process. Default 64; on Azure, where they share the calls of their trigger with
    /// mail, 8.
    /// </summary>
    [Range(1, 1000, ErrorMessage = "Webhooks:MostAtOnce must be from 1 to 1,000.")]
    public int MostAtOnce { get; set; } = 64;

    /// <summary>How much of an answer's body is read, and thrown away, before the connection is given up. Default 4096 bytes.</summary>
    [Range(0, 65_536, ErrorMessage = "Webhooks:MaxAnswerBytes must be from 0 to 65,536.")]
    public int MaxAnswerBytes { get; set; } = 4096;

    /// <inheritdoc/>
    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (ConnectTimeout >= Timeout)
        {
            yield return new ValidationResult($"Webhooks:ConnectTimeout ({ConnectTimeout}) must be shorter than Webhooks:Timeout ({Timeout}).");
        }
    }
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
