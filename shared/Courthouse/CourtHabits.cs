using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Courthouse;

/// <summary>How one made-up court goes about its feed, for good: chosen by the seed.</summary>
internal sealed class CourtHabits
{
    private static readonly string[] Validators = ["both", "both", "date", "tag", "none"];

    public CourtHabits(Court court, CourthouseOptions options)
    {
        var random = new SeededRandom(options.Seed, court.Id.Value, "habits");
        Court = court;
        Class = court.Id.Class;
        GuidsNameCaseOnly = court.Id.Value is "nyed";
        NumbersEntries = Class is not CourtClass.Appellate || random.Chance(0.6);
        WritesUtf8 = random.Chance(0.25);
        PadsCaptions = Class is CourtClass.Bankruptcy && random.Chance(0.8);
        DocumentPrefix = random.Digits(3);
        BankruptcyForm = random.Pick<string>(["{0}-{1}", "{0}-{1}", "{0}-{1}", "{0}-{1}", "{0}-{1}", "2:{0}-bk-{1}", "2:{0}-bk-{1}", "8-{0}-{1}"]);
        BankruptcyForm = court.DocketNumberSample?.Form switch
        {
            DocketNumberForm.OfficeAndType => "2:{0}-bk-{1}",
            DocketNumberForm.OfficeInFront => "8-{0}-{1}",
            _ => BankruptcyForm,
        };
        JudgeInitialsUsual = random.Chance(Class is CourtClass.Bankruptcy ? 0.85 : 0.4);
        var validators = random.Pick(Validators);
        SendsETag = validators is "both" or "tag";
        SendsLastModified = validators is "both" or "date";
        Events = EventCatalogue.Of(Class);
        var types = Events.Select(e => e.Type).Distinct(StringComparer.Ordinal).ToList();
        CoveredTypes = random.Chance(Class is CourtClass.Appellate ? 0.3 : 0.55) ? null : [.. types.Where(_ => !random.Chance(0.25))];
        CoveredTypes = CoveredTypes is [] ? null : CoveredTypes;
        Rebuilds = new RebuildRhythm(court.Id, options, random);
    }

    public Court Court { get; }

    public CourtClass Class { get; }

    public bool GuidsNameCaseOnly { get; }

    public bool NumbersEntries { get; }

    public bool WritesUtf8 { get; }

    public bool PadsCaptions { get; }

    /// <summary>The first three digits of its documents' ids.</summary>
    public string DocumentPrefix { get; }

    /// <summary>How it writes its numbers from year and running number.</summary>
    public string BankruptcyForm { get; }

    public bool JudgeInitialsUsual { get; }

    public bool SendsETag { get; }

    public bool SendsLastModified { get; }

    public IReadOnlyList<CourtEvent> Events { get; }

    /// <summary>The event types that its feed covers; null for all.</summary>
    public IReadOnlyList<string>? CoveredTypes { get; }

    public RebuildRhythm Rebuilds { get; }

    /// <summary>What its channel says that it covers.</summary>
    public string Coverage => CoveredTypes is null ? "all" : string.Join(Class is CourtClass.Appellate ? ", " : ",", CoveredTypes);

    public bool Covers(CourtEvent filed) => CoveredTypes is null || CoveredTypes.Contains(filed.Type, StringComparer.Ordinal);
}

/// <summary>When a court rebuilds its feed: evenly, give or take.</summary>
internal sealed class RebuildRhythm
{
    private readonly DateTimeOffset _anchor;
    private readonly TimeSpan _period;
    private readonly TimeSpan _jitter;
    private readonly string _court;
    private readonly int _seed;

    public RebuildRhythm(CourtId court, CourthouseOptions options, SeededRandom random)
    {
        (_court, _seed) = (court.Value, options.Seed);
        _period = options.RebuildEvery * (0.75 + (0.5 * random.Fraction()));
        _jitter = TimeSpan.FromTicks(Math.Min(options.RebuildJitter.Ticks, _period.Ticks / 3));
        _anchor = DateTimeOffset.UnixEpoch + (_period * random.Fraction());
    }

    /// <summary>The last rebuild up to this moment, in whole seconds.</summary>
    public DateTimeOffset Last(DateTimeOffset now)
    {
        var n = ((now - _anchor).Ticks / _period.Ticks) + 1;
        while (At(n) > now)
        {
            n--;
        }

        return At(n);
    }

    /// <summary>The first rebuild after this moment, in whole seconds.</summary>
    public DateTimeOffset Next(DateTimeOffset now)
    {
        var n = ((now - _anchor).Ticks / _period.Ticks) - 1;
        while (At(n) <= now)
        {
            n++;
        }

        return At(n);
    }

    private DateTimeOffset At(long n)
    {
        var stray = _jitter * ((2 * SeededRandom.Nth(_seed, _court, "rebuild", n).Fraction()) - 1);
        var exact = _anchor + (_period * n) + stray;
        return exact.AddTicks(-(exact.Ticks % TimeSpan.TicksPerSecond));
    }
}
