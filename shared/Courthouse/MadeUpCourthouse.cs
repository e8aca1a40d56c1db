using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Options;
using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>
/// Courts with real ids and invented dockets, which file entries as time passes, publish feeds in the real format, fail as real
/// courts do, and know the truth of what they filed. All of it follows from the seed, the start and the requests; time is passed in.
/// </summary>
/// <remarks>May be used from several threads at once.</remarks>
public sealed class MadeUpCourthouse
{
    // Every class within the first three, nyed (whose GUIDs name the case only) among the first four.
    private const string ClassesInTurn = "DBANDBDDBDAD";

    private readonly Lock _lock = new();
    private readonly CourthouseOptions _options;
    private readonly DateTimeOffset _start;
    private readonly FaultInjector _faults;
    private readonly FrozenDictionary<CourtId, CourtRoom> _rooms;
    private readonly Dictionary<CourtId, (DateTimeOffset BuiltAt, byte[] Body)> _built = [];
    private DateTimeOffset _now;

    /// <summary>Opens the courthouse; its courts have filed for <see cref="CourthouseOptions.History"/> before.</summary>
    /// <exception cref="OptionsValidationException">An option is outside its limits.</exception>
    public MadeUpCourthouse(CourthouseOptions options, DateTimeOffset start)
    {
        var checkedOptions = new CourthouseOptionsValidator().Validate(name: null, options);
        if (checkedOptions.Failed)
        {
            throw new OptionsValidationException(CourthouseOptions.Section, typeof(CourthouseOptions), checkedOptions.Failures);
        }

        _options = options;
        _start = start.ToUniversalTime();
        Courts = options.CourtIds.Count > 0
            ? [.. options.CourtIds.Distinct().Select(id => CourtDirectory.Default[id])]
            : Choose(options);
        _faults = new FaultInjector(options, [.. Courts.Select(court => court.Id)]);
        var weights = Courts.Sum(Weight);
        var from = _start.AddTicks(-(_start.Ticks % TimeSpan.TicksPerSecond)) - (options.History ?? options.Window);
        _rooms = Courts.ToFrozenDictionary(
            court => court.Id,
            court => new CourtRoom(court, options, options.EntriesPerMinute / 60 * Weight(court) / weights, from));
        _now = _start;
        AdvanceTo(_start);
    }

    /// <summary>Its courts, in the order in which they were chosen.</summary>
    public IReadOnlyList<Court> Courts { get; }

    /// <summary>The courts that fail on schedule; see <see cref="CourthouseOptions.TroubledCourts"/>.</summary>
    public IReadOnlyCollection<CourtId> Troubled => _faults.Troubled;

    /// <summary>Everything filed so far and still kept, the oldest first. A copy.</summary>
    public IReadOnlyList<FiledEntry> Filed => [.. Courts.SelectMany(court => FiledIn(court.Id)).OrderBy(entry => entry.EnteredAt)];

    /// <summary>Everything filed so far in one court and still kept, the oldest first. A copy.</summary>
    /// <exception cref="KeyNotFoundException">It is none of the courts here; so for all that take a court.</exception>
    public IReadOnlyList<FiledEntry> FiledIn(CourtId court)
    {
        lock (_lock)
        {
            return [.. _rooms[court].Papers.Select(paper => paper.Entry).OfType<FiledEntry>()];
        }
    }

    /// <summary>What was filed in one court that no reader can make an entry of, the oldest first. A copy.</summary>
    public IReadOnlyList<UnreadableFiling> UnreadableIn(CourtId court)
    {
        lock (_lock)
        {
            return [.. _rooms[court].Papers.Select(paper => paper.Unreadable).OfType<UnreadableFiling>()];
        }
    }

    /// <summary>What the court's feed holds if it was built at this moment (a rebuild, not later than now), the newest first.</summary>
    public IReadOnlyList<FiledEntry> ShownIn(CourtId court, DateTimeOffset builtAt)
    {
        lock (_lock)
        {
            return [.. FeedWriter.InWindow(_rooms[court].Papers, builtAt, _options.Window).Select(paper => paper.Entry).OfType<FiledEntry>()];
        }
    }

    /// <summary>The dockets that will get the most entries, the busiest first; known before anything is filed there.</summary>
    public IReadOnlyList<MadeUpDocket> BusiestDockets(CourtId court, int count)
    {
        lock (_lock)
        {
            return [.. _rooms[court].Busiest.Take(count).Select(docket => new MadeUpDocket(court, docket.Number, docket.Caption))];
        }
    }

    /// <summary>When the court last rebuilt its feed, up to this moment: its <c>lastBuildDate</c>.</summary>
    public DateTimeOffset LastRebuild(CourtId court, DateTimeOffset now) => _rooms[court].Habits.Rebuilds.Last(now);

    /// <summary>When the court will rebuild its feed next after this moment.</summary>
    public DateTimeOffset NextRebuild(CourtId court, DateTimeOffset now) => _rooms[court].Habits.Rebuilds.Next(now);

    /// <summary>Whether the court is failing on schedule at this moment.</summary>
    public bool IsTroubled(CourtId court, DateTimeOffset now) => now >= _start && _faults.IsTroubled(court, now - _start);

    /// <summary>Files everything up to this moment; an earlier moment than the last changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        lock (_lock)
        {
            _now = now > _now ? now : _now;
            foreach (var room in _rooms.Values)
            {
                room.AdvanceTo(_now);
            }
        }
    }

    /// <summary>The court's feed as it stands at this moment, without any fault.</summary>
    public ReadOnlyMemory<byte> Feed(CourtId court, DateTimeOffset now)
    {
        lock (_lock)
        {
            return Build(court, now).Body;
        }
    }

    /// <summary>Answers a request for a court's feed; the n-th request to a court always meets the same fate.</summary>
    /// <param name="court">The court; one that is not here gets a 404.</param>
    /// <param name="now">The present moment; the courthouse never goes back behind its own.</param>
    /// <param name="ifNoneMatch">The request's <c>If-None-Match</c>, or null.</param>
    /// <param name="ifModifiedSince">The request's <c>If-Modified-Since</c>, or null.</param>
    public CourthouseAnswer Answer(CourtId court, DateTimeOffset now, string? ifNoneMatch = null, string? ifModifiedSince = null)
    {
        lock (_lock)
        {
            if (!_rooms.TryGetValue(court, out var room))
            {
                return new() { Status = 404, ContentType = "text/plain", Body = "There is no such court here.\n"u8.ToArray() };
            }

            var request = room.Requests++;
            if (IsTroubled(court, now))
            {
                return FaultInjector.Refuse(SeededRandom.Nth(_options.Seed, court.Value, "trouble", request)) with { RetryAfter = null };
            }

            var (builtAt, body) = Build(court, now);
            var right = Right(room.Habits, builtAt, body, ifNoneMatch, ifModifiedSince);
            return _faults.Spoil(right, room.Habits, request, at => FeedWriter.Write(room.Habits, [], at, _options.Window), builtAt);
        }
    }

    private static CourthouseAnswer Right(CourtHabits habits, DateTimeOffset builtAt, byte[] body, string? ifNoneMatch, string? ifModifiedSince)
    {
        var tag = $"\"{builtAt.ToUnixTimeSeconds():x}-{body.Length:x}\"";
        var isSame = ifNoneMatch is not null
            ? habits.SendsETag && ifNoneMatch.Contains(tag, StringComparison.Ordinal)
            : habits.SendsLastModified
                && DateTimeOffset.TryParse(ifModifiedSince, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var since)
                && builtAt <= since;
        return new()
        {
            Status = isSame ? 304 : 200,
            Body = isSame ? default : body,
            ETag = habits.SendsETag ? tag : null,
            LastModified = habits.SendsLastModified ? FeedSpelling.Gmt(builtAt) : null,
        };
    }

    private (DateTimeOffset BuiltAt, byte[] Body) Build(CourtId court, DateTimeOffset now)
    {
        var room = _rooms[court];
        _now = now > _now ? now : _now;
        room.AdvanceTo(_now);
        var builtAt = room.Habits.Rebuilds.Last(_now);
        if (!_built.TryGetValue(court, out var built) || built.BuiltAt != builtAt)
        {
            _built[court] = built = (builtAt, FeedWriter.Write(room.Habits, room.Papers, builtAt, _options.Window));
        }

        return built;
    }

    private static double Weight(Court court) => court.Id.Class is CourtClass.Appellate ? 0.6 : 1;

    private static List<Court> Choose(CourthouseOptions options)
    {
        var random = new SeededRandom(options.Seed, "courts");
        var rest = CourtDirectory.Default.All
            .Where(court => court.Feed is not null)
            .Select(court => (Court: court, Order: random.Next()))
            .OrderBy(drawn => drawn.Order)
            .Select(drawn => drawn.Court)
            .ToList();
        List<Court> chosen = [];
        while (chosen.Count < options.Courts)
        {
            var wanted = ClassesInTurn[chosen.Count % ClassesInTurn.Length];
            var next = rest.Find(court => wanted switch
            {
                'N' => court.Id.Value is "nyed",
                'B' => court.Id.Class is CourtClass.Bankruptcy,
                'A' => court.Id.Class is CourtClass.Appellate,
                _ => court.Id.Class is CourtClass.District && court.Id.Value is not "nyed",
            }) ?? rest[0];
            rest.Remove(next);
            chosen.Add(next);
        }

        return chosen;
    }
}
