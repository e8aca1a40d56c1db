using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>One made-up court at work: what was filed so far. The same however its time is cut into steps.</summary>
internal sealed class CourtRoom
{
    private const int FirstDockets = 24;
    private const int OpenDockets = 40;
    private const double LongestSeconds = 100 * 366 * 86_400.0;

    private readonly CourthouseOptions _options;
    private readonly SeededRandom _random;
    private readonly FilingDesk _desk;
    private readonly double _filingsPerSecond;
    private readonly DateTimeOffset _from;
    private readonly List<CourtDocket> _dockets = [];
    private readonly List<Paper> _papers = [];
    private DateTimeOffset _next;
    private double _elapsed;
    private int _opened;

    public CourtRoom(Court court, CourthouseOptions options, double filingsPerSecond, DateTimeOffset from)
    {
        _options = options;
        _from = from;
        _filingsPerSecond = filingsPerSecond;
        _random = new SeededRandom(options.Seed, court.Id.Value, "filings");
        Habits = new CourtHabits(court, options);
        _desk = new FilingDesk(Habits, _random);
        for (var i = 0; i < FirstDockets; i++)
        {
            Open(from);
        }

        Advance();
    }

    public CourtHabits Habits { get; }

    /// <summary>How many answers it was asked for.</summary>
    public long Requests { get; set; }

    /// <summary>What was filed and is kept, the oldest first.</summary>
    public IReadOnlyList<Paper> Papers => _papers;

    /// <summary>The dockets that get the most entries, the busiest first.</summary>
    public IEnumerable<CourtDocket> Busiest => _dockets;

    public void AdvanceTo(DateTimeOffset now)
    {
        while (_next <= now)
        {
            if (!_options.QuietNights || _random.Chance(Busyness(_next)))
            {
                File(_next);
            }

            Advance();
        }

        if (_options.Retention is { } kept)
        {
            var needed = _options.Window + (2 * _options.RebuildEvery);
            var oldest = now - (kept > needed ? kept : needed);
            var old = _papers.FindIndex(paper => paper.EnteredAt > oldest);
            _papers.RemoveRange(0, old < 0 ? _papers.Count : old);
        }
    }

    private void Advance()
    {
        _elapsed += _filingsPerSecond <= 0 ? double.MaxValue : -Math.Log(1 - _random.Fraction()) / _filingsPerSecond;

        // Whole seconds, rounded up: nothing is in a feed before the moment that its date names.
        _next = _elapsed < LongestSeconds ? _from.AddSeconds(Math.Ceiling(_elapsed)) : DateTimeOffset.MaxValue;
    }

    private void File(DateTimeOffset at)
    {
        if (Habits.Class is CourtClass.District && _random.Chance(0.01))
        {
            _papers.Add(_desk.FileSecret(at));
            return;
        }

        if (_random.Chance(0.04))
        {
            Open(at);
        }

        var open = Math.Min(_dockets.Count, OpenDockets);
        var rank = (int)(open * Math.Pow(_random.Fraction(), 3));
        var docket = _random.Chance(0.05) ? _dockets[^1] : _dockets[rank];
        if (docket.LastEnteredAt != at && docket.Members.TrueForAll(member => member.LastEnteredAt != at))
        {
            _papers.AddRange(_desk.File(docket, at));
        }
    }

    private void Open(DateTimeOffset at)
    {
        var docket = CourtDocket.Open(Habits, ++_opened, at.Year, _random);
        if (_dockets.Count > 0 && _random.Chance(0.1) && _dockets[_random.Below(Math.Min(3, _dockets.Count))] is { Members.Count: < 2 } lead)
        {
            lead.Members.Add(docket);
        }

        // Closed cases leave at the quiet end, so that the busy ones stay known from the start.
        if (_dockets.Count > 2 * OpenDockets)
        {
            _dockets.RemoveAt(OpenDockets);
        }

        _dockets.Add(docket);
    }

    private double Busyness(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, Habits.Court.TimeZone) switch
    {
        { DayOfWeek: DayOfWeek.Saturday or DayOfWeek.Sunday } => 0.03,
        { Hour: >= 8 and < 18 } => 1,
        { Hour: >= 18 and < 23 } => 0.25,
        _ => 0.02,
    };
}
