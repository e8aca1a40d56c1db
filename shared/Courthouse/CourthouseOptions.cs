using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>What the made-up courthouse does, and how badly.</summary>
public sealed class CourthouseOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Courthouse";

    /// <summary>How many courts there are: real ids of all three classes, chosen by the seed. Default 12.</summary>
    [Range(1, 150)]
    public int Courts { get; set; } = 12;

    /// <summary>Exactly these courts instead of <see cref="Courts"/> chosen ones; empty by default.</summary>
    public IReadOnlyList<CourtId> CourtIds { get; set; } = [];

    /// <summary>Filings a minute, all courts together; one filing may be entries on several dockets. Default 12.</summary>
    [Range(0.0, 100_000.0)]
    public double EntriesPerMinute { get; set; } = 12;

    /// <summary>What everything is made from: the same seed, the same courthouse, byte for byte. Default 1.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>How often a court rebuilds its feed; each court has its own rhythm between 0.75 and 1.25 of this. Default 20 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan RebuildEvery { get; set; } = TimeSpan.FromMinutes(20);

    /// <summary>How far a rebuild strays from its court's rhythm, either way; at most a third of it counts. Default 90 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan RebuildJitter { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>How far back a feed goes. Default 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "7.00:00:00")]
    public TimeSpan Window { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long before its start the courthouse began to file; null, the default: a whole window.</summary>
    public TimeSpan? History { get; set; }

    /// <summary>How long the truth about filed entries is kept; null, the default: for good. Never less than the window.</summary>
    public TimeSpan? Retention { get; set; }

    /// <summary>Whether courts file next to nothing outside their own working hours. Default false: the same all day.</summary>
    public bool QuietNights { get; set; }

    /// <summary>Fraction of answers that are none: 503 and its like, or a broken connection. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double Down { get; set; }

    /// <summary>Fraction of answers that come late, see <see cref="SlowUpTo"/>. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double Slow { get; set; }

    /// <summary>Fraction of answers with status 200 and no whole feed: maintenance page, nothing, cut short, rubbish. Default 0.</summary>
    [Range(0.0, 1.0)]
    public double Garble { get; set; }

    /// <summary>The longest that a slow answer takes. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan SlowUpTo { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How many of the courts fail and recover on schedule, whatever the fractions say. Default 0.</summary>
    [Range(0, 150)]
    public int TroubledCourts { get; set; }

    /// <summary>How often a troubled court fails. Default each minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan TroubleEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For how long it then fails. Default 20 seconds.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan TroubleFor { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// For watching: twelve courts, known ones of each class, an entry every three seconds, feeds rebuilt every few seconds, one court
    /// in trouble for 20 seconds of each minute.
    /// </summary>
    public static CourthouseOptions ForDemo(int seed = 1) => new()
    {
        CourtIds = [.. DemoCourts.Select(id => CourtId.Parse(id))],
        Seed = seed,
        EntriesPerMinute = 20,
        RebuildEvery = TimeSpan.FromSeconds(4),
        RebuildJitter = TimeSpan.FromSeconds(1),
        Window = TimeSpan.FromHours(1),
        History = TimeSpan.FromMinutes(10),
        Retention = TimeSpan.FromHours(2),
        TroubledCourts = 1,
    };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Down + Slow + Garble > 1)
        {
            yield return new("The fractions of answers that are down, slow and garbled add up to more than 1.");
        }

        if (History < TimeSpan.Zero || History > Window)
        {
            yield return new($"The history is {History}: it cannot be longer than the window of {Window}.");
        }

        var known = CourtDirectory.Default;
        foreach (var id in CourtIds.Where(id => !known.TryFind(id.Value, out _)))
        {
            yield return new($"No court has the id '{id}'.");
        }
    }

    private static readonly string[] DemoCourts =
        ["cand", "nysb", "nysd", "cadc", "nyed", "deb", "txsd", "cafc", "dcd", "ilnb", "ca2", "txwd"];
}

/// <summary>Checks the limits.</summary>
[OptionsValidator]
public sealed partial class CourthouseOptionsValidator : IValidateOptions<CourthouseOptions>;
