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

    /// <summary>How many courts are asked at the same time. Default 16.</summary>
    [Range(1, 256, ErrorMessage = "Checks:Concurrency must be from 1 to 256.")]
    public int Concurrency { get; set; } = 16;

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
