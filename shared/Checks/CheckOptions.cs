using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Tipstaff.Checks;

/// <summary>How courts are asked.</summary>
public sealed class CheckOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Checks";

    /// <summary>The shortest time between two checks of one court. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Checks:Every must be from 1 s to 1 day.")]
    public TimeSpan Every { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether courts are asked at exactly that interval, without the learnt rhythm. Default false.</summary>
    public bool Steady { get; set; }

    /// <summary>Both together.</summary>
    internal CheckPace Pace => new(Every, Steady);

    /// <summary>How long a court may take to answer with its feed. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00", ErrorMessage = "Checks:Timeout must be from 1 s to 2 min.")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a connection to a court may take. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ErrorMessage = "Checks:ConnectTimeout must be from 1 s to 1 min.")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The largest feed that is read, in bytes after decompression; a larger one is a failure. Default 64 MiB.</summary>
    [Range(1 << 20, 1 << 30, ErrorMessage = "Checks:MaxFeedBytes must be from 1 MiB to 1 GiB.")]
    public int MaxFeedBytes { get; set; } = 64 << 20;

    /// <summary>
    /// How many courts are asked at the same time. Default 256: more than there are, so that courts which stall keep no place from
    /// another.
    /// </summary>
    /// <remarks>
    /// What bounds the memory is <see cref="Timeout"/> rather than this: all courts together can send no more than the line carries
    /// in that time, and <see cref="MaxFeedBytes"/> each.
    /// </remarks>
    [Range(1, 1_000, ErrorMessage = "Checks:Concurrency must be from 1 to 1,000.")]
    public int Concurrency { get; set; } = 256;

    /// <summary>How often a check asks again after an answer that may pass. Default 3.</summary>
    [Range(0, 5, ErrorMessage = "Checks:Retries must be from 0 to 5.")]
    public int Retries { get; set; } = 3;

    /// <summary>How long a check waits before it asks again for the first time, give or take a fifth. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "Checks:FirstRetry must be from 0.1 s to 1 min.")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>By how much each wait is longer than the one before. Default 3: 3, 9 and 27 s.</summary>
    [Range(1.0, 5.0, ErrorMessage = "Checks:RetryFactor must be from 1 to 5.")]
    public double RetryFactor { get; set; } = 3;

    /// <summary>
    /// The longest <c>Retry-After</c> that a check waits for; a longer one ends it, and the next check waits as long. Default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:05:00", ErrorMessage = "Checks:LongestRetryAfter must be from 0 s to 5 min.")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How a court's operators reach whoever runs this installation: an address or a URL, sent in <c>User-Agent</c>. Default empty:
    /// then nobody is named, and whoever asks real courts should set it.
    /// </summary>
    [RegularExpression("[!-'*-~]{0,200}", ErrorMessage = "Checks:Contact must be an address or URL of the operator: at most 200 ASCII characters without blanks and parentheses.")]
    public string Contact { get; set; } = "";
}

/// <summary>Refuses options out of their range, at start, with a sentence that names the setting.</summary>
[OptionsValidator]
public sealed partial class CheckOptionsValidator : IValidateOptions<CheckOptions>;
