using Tipstaff.Courthouse;

namespace Tipstaff.Tests.Simulation.Faults;

/// <summary>
/// What may go wrong on one simulated day, and how often: each day has some kinds of faults and not others, as a day with all of them
/// at once hides what a few of them do.
/// </summary>
internal sealed class FaultWeather
{
    /// <summary>What a court may answer in place of its feed.</summary>
    public static readonly FaultKind[] CourtAnswers =
    [
        FaultKind.CourtDown, FaultKind.CourtAsksToWait, FaultKind.CourtDropped, FaultKind.CourtSilent, FaultKind.CourtLate, FaultKind.CourtHtml,
        FaultKind.CourtEmpty, FaultKind.CourtRubbish, FaultKind.CourtTruncated, FaultKind.CourtBroken, FaultKind.CourtWithoutItems, FaultKind.CourtShrunk,
    ];

    /// <summary>What a mail provider may answer.</summary>
    public static readonly FaultKind[] MailAnswers =
    [
        FaultKind.CrashBefore, FaultKind.CrashAfter, FaultKind.MailTransient, FaultKind.MailMailboxFull, FaultKind.MailFinal, FaultKind.MailClosing,
        FaultKind.MailUnreachable, FaultKind.MailSlow, FaultKind.MailAcceptedThenSilent,
    ];

    /// <summary>The clocks of the cloud that may be off: of its instances, each by as much as this or less, and of its services.</summary>
    public static readonly string[] Clocks = [Instances, "bus", "hub", "tables"];

    /// <summary>The clocks of the instances.</summary>
    public const string Instances = "instances";

    private static readonly FaultKind[] LongManners =
    [
        FaultKind.CourtDown, FaultKind.CourtDown, FaultKind.CourtSilent, FaultKind.CourtHtml, FaultKind.CourtEmpty, FaultKind.CourtRubbish,
        FaultKind.CourtDropped, FaultKind.CourtWithoutItems, FaultKind.CourtShrunk, FaultKind.CourtBroken,
    ];

    private static readonly FaultKind[] MailManners = [FaultKind.MailUnreachable, FaultKind.MailClosing, FaultKind.MailTransient];

    // The highest rates, a call: a court is asked some hundred times a day, a store some ten thousand times.
    private static readonly (FaultKind Kind, double Most)[] Most =
    [
        .. CourtAnswers.Select(kind => (kind, 0.06)),
        (FaultKind.StoreSlow, 0.02), (FaultKind.StoreThrottled, 0.01), (FaultKind.StoreUnknownOutcome, 0.01), (FaultKind.StoreLostRace, 0.02),
        (FaultKind.CrashBefore, 0.001), (FaultKind.CrashAfter, 0.002),
        (FaultKind.QueueLost, 0.3), (FaultKind.QueueTwice, 0.3), (FaultKind.QueueLate, 0.3), (FaultKind.QueueRefused, 0.05),
        (FaultKind.MailTransient, 0.15), (FaultKind.MailMailboxFull, 0.15), (FaultKind.MailFinal, 0.03), (FaultKind.MailClosing, 0.1),
        (FaultKind.MailUnreachable, 0.15), (FaultKind.MailSlow, 0.2), (FaultKind.MailAcceptedThenSilent, 0.05),
    ];

    // An instance calls the cloud some ten thousand times a day.
    private static readonly (FaultKind Kind, double Most)[] MostInTheCloud =
    [
        (FaultKind.InstanceKilledBefore, 0.0006), (FaultKind.InstanceKilledAfter, 0.001),
        (FaultKind.CloudSlow, 0.01), (FaultKind.TableThrottled, 0.01), (FaultKind.TableUnknownOutcome, 0.01), (FaultKind.TableRepeated, 0.02),
        (FaultKind.TableLostRace, 0.02), (FaultKind.BusThrottled, 0.02), (FaultKind.BusUnknownOutcome, 0.02),
        (FaultKind.BusLate, 0.1), (FaultKind.BusTwice, 0.1), (FaultKind.BusLockLost, 0.05),
        (FaultKind.HubLate, 0.2), (FaultKind.HubTwice, 0.1), (FaultKind.SignalLate, 0.3), (FaultKind.SignalTwice, 0.3), (FaultKind.StartsRace, 0.1),
        (FaultKind.TimerMissed, 0.05),
        (FaultKind.AcsThrottled, 0.1), (FaultKind.AcsThrottledBare, 0.1), (FaultKind.AcsBusy, 0.15), (FaultKind.AcsUnreachable, 0.1), (FaultKind.AcsSlow, 0.2),
        (FaultKind.AcsFailedBefore, 0.1), (FaultKind.AcsFailedAfter, 0.1), (FaultKind.AcsSilentBefore, 0.1), (FaultKind.AcsSilentAfter, 0.1),
        (FaultKind.AcsKilledAfter, 0.1), (FaultKind.AcsLongHandOver, 0.2), (FaultKind.AcsGaveUp, 0.05), (FaultKind.AcsTurnedBack, 0.05),
        (FaultKind.EventLate, 0.4), (FaultKind.EventTwice, 0.4),
    ];

    private readonly Dictionary<FaultKind, double> _rates = [];

    private FaultWeather(DateTimeOffset calmFrom) => CalmFrom = calmFrom;

    /// <summary>From when nothing new goes wrong, so that all can settle.</summary>
    public DateTimeOffset CalmFrom { get; }

    public IReadOnlyList<FaultSpan> Spans { get; private set; } = [];

    public double RateOf(FaultKind kind) => _rates.GetValueOrDefault(kind);

    /// <summary>The weather of a seed.</summary>
    public static FaultWeather Of(int seed, DateTimeOffset from, DateTimeOffset calmFrom, IReadOnlyList<string> courts, IReadOnlyList<string> addresses)
    {
        var weather = new FaultWeather(calmFrom);
        var random = new SeededRandom(seed, "weather");
        foreach (var (kind, most) in Most)
        {
            var (isOn, strength) = (random.Chance(0.4), random.Fraction());
            weather._rates[kind] = isOn ? most * strength * strength : 0;
        }

        // From a stream of its own, so that a seed is the same day on each head.
        var cloudy = new SeededRandom(seed, "cloud weather");
        foreach (var (kind, most) in MostInTheCloud)
        {
            var (isOn, strength) = (cloudy.Chance(0.4), cloudy.Fraction());
            weather._rates[kind] = isOn ? most * strength * strength : 0;
        }

        var spans = new SpanMaker(seed, from, calmFrom);
        foreach (var court in courts)
        {
            spans.Add(FaultKind.CourtSlow, court, most: 1, chance: 0.4, TimeSpan.FromHours(2), TimeSpan.FromHours(12));
            spans.Add(FaultKind.CourtOutage, court, most: 2, chance: 0.4, TimeSpan.FromMinutes(2), TimeSpan.FromHours(7), LongManners);
        }

        // One by one, or with the mail server of a firm that most of them are with.
        var gone = new SeededRandom(seed, "mailboxes").Chance(0.25) ? 0.5 : 0.03;
        foreach (var address in addresses)
        {
            spans.AddForGood(FaultKind.MailboxGone, address, gone);
        }

        foreach (var provider in (string[])["acs", "smtp"])
        {
            spans.Add(FaultKind.ProviderOutage, provider, most: 2, chance: 0.35, TimeSpan.FromMinutes(1), TimeSpan.FromHours(7), MailManners);
        }

        // All of them at once: the network is to blame.
        spans.Add(FaultKind.ProviderOutage, "mail", most: 2, chance: 0.5, TimeSpan.FromMinutes(20), TimeSpan.FromHours(7), MailManners);
        spans.Add(FaultKind.StoreOutage, "store", most: 2, chance: 0.2, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(4));
        spans.Add(FaultKind.ProcessKilled, "0", most: 4, chance: 0.4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20));
        spans.Add(FaultKind.Deployment, "app", most: 2, chance: 0.4, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1), FaultKind.ProcessKilled, FaultKind.None);
        foreach (var clock in Clocks)
        {
            spans.AddClockOff(clock, TimeSpan.FromSeconds(30));
        }

        spans.Add(FaultKind.ScaledOut, "2", most: 1, chance: 0.6, TimeSpan.FromMinutes(10), TimeSpan.FromHours(20));
        if (random.Chance(0.2))
        {
            // A machine alone with a clock that is far off: somebody set it, and sets it right again.
            spans.AddClockSteps("0", TimeSpan.FromHours(3));
        }
        else
        {
            // Two clocks may differ by less than the margin of a lease (2.5 min), which is what it is for.
            spans.AddClockSteps("0", TimeSpan.FromSeconds(60));
            spans.AddClockSteps("1", TimeSpan.FromSeconds(60));
            spans.Add(FaultKind.SecondInstance, "1", most: 1, chance: 0.5, TimeSpan.FromMinutes(10), TimeSpan.FromHours(12));
        }

        weather.Spans = spans.Made;
        return weather;
    }
}
