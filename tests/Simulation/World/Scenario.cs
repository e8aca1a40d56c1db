using Tipstaff.Courthouse;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>What kind of day a seed makes: which courts, how busy, how far back their feeds go, how often they are asked.</summary>
internal sealed record Scenario
{
    /// <summary>For how long things may go wrong.</summary>
    public static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>Without new faults, until all must have settled: longer than the retries of a mail take.</summary>
    public static readonly TimeSpan Tail = TimeSpan.FromHours(10);

    public required DateTimeOffset Start { get; init; }

    public required CourthouseOptions Courthouse { get; init; }

    public required TimeSpan CheckEvery { get; init; }

    /// <summary>Whether courts are asked at exactly that interval.</summary>
    public required bool IsSteady { get; init; }

    /// <summary>How long a court may take to answer.</summary>
    public required TimeSpan CourtTimeout { get; init; }

    public required int People { get; init; }

    /// <summary>Whether the provider that honours no keys comes first.</summary>
    public required bool PlainSmtpFirst { get; init; }

    public DateTimeOffset CalmFrom => Start + Day;

    public DateTimeOffset End => CalmFrom + Tail;

    public static Scenario Of(int seed)
    {
        var random = new SeededRandom(seed, "scenario");

        // Feeds span a day. A shorter one lets a window slide past within our day, and then its court files at night too, as a feed
        // without items counts as broken.
        var window = TimeSpan.FromHours(random.Pick<int>([24, 24, 6, 3]));
        return new Scenario
        {
            // Midnight in New York of a working day; in some weeks the clocks change.
            Start = new DateTimeOffset(2026, 3, 2, 5, 0, 0, TimeSpan.Zero).AddDays((7 * random.Below(52)) + random.Below(4)),
            CheckEvery = TimeSpan.FromMinutes(random.Pick<int>([1, 2, 5])),
            IsSteady = random.Chance(0.15),
            People = random.Between(6, 14),
            PlainSmtpFirst = random.Chance(0.5),
            Courthouse = new CourthouseOptions
            {
                Seed = seed,
                Courts = random.Between(2, 4),
                EntriesPerMinute = 0.1 + (0.2 * random.Fraction()),
                RebuildEvery = TimeSpan.FromMinutes(random.Pick<int>([5, 10, 20, 20, 30])),
                Window = window,
                QuietNights = window == TimeSpan.FromHours(24),
            },

            // As it is set for slow courts, or as it is by itself.
            CourtTimeout = TimeSpan.FromSeconds(random.Pick<int>([10, 45])),
        };
    }
}
