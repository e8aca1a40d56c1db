using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Tipstaff.Canaries;
using Tipstaff.Dockets;

namespace Tipstaff.Courts;

/// <summary>Every federal court that Tipstaff knows, from the embedded <c>courts.json</c>.</summary>
public sealed class CourtDirectory
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly FrozenDictionary<string, Court> _byName;
    private readonly CourtNames _names;

    private CourtDirectory(IReadOnlyList<Court> courts)
    {
        All = courts;
        _byName = courts
            .SelectMany(court => court.Aliases.Prepend(court.Id.Value).Select(name => KeyValuePair.Create(name, court)))
            .ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        _names = new CourtNames(courts);
    }

    /// <summary>The directory, loaded once.</summary>
    /// <exception cref="InvalidDataException">The embedded file is broken: a fault of the build.</exception>
    public static CourtDirectory Default { get; } = Load();

    /// <summary>All courts, in the order of the file.</summary>
    public IReadOnlyList<Court> All { get; }

    /// <summary>Finds a court by its id or an alias, in any case.</summary>
    public bool TryFind([NotNullWhen(true)] string? idOrAlias, [NotNullWhen(true)] out Court? court)
    {
        court = null;
        return idOrAlias is not null && _byName.TryGetValue(idOrAlias.Trim(), out court);
    }

    /// <summary>Which court a person means: by id, alias or name (<see cref="CourtNames"/>), or as our pages list it, <c>District Court, S.D. New York (nysd)</c>.</summary>
    public CourtReading Read(string? typed)
    {
        var text = typed?.Trim() ?? "";
        if (TryFind(text, out var court)
            || (text is [.., ')'] && text.LastIndexOf('(') is >= 0 and var open && TryFind(text[(open + 1)..^1], out court)))
        {
            return new CourtReading.Found(court);
        }

        return _names.Fitting(text) switch
        {
            [] => new CourtReading.Unknown(),
            [var only] => new CourtReading.Found(only),
            var several => new CourtReading.Several(several),
        };
    }

    /// <summary>The court of an id that is known to be in the directory, or that of the canary, which nobody finds by name.</summary>
    /// <exception cref="KeyNotFoundException">It is neither.</exception>
    public Court this[CourtId id] =>
        TryFind(id.Value, out var court) ? court
        : id == CanaryCourt.Id ? CanaryCourt.Court
        : throw new KeyNotFoundException($"No court has the id '{id}'.");

    private static CourtDirectory Load()
    {
        using var stream = typeof(CourtDirectory).Assembly.GetManifestResourceStream("courts.json")
            ?? throw new InvalidDataException("courts.json is not embedded in this build.");
        var rows = JsonSerializer.Deserialize<List<CourtRow>>(stream, Json)
            ?? throw new InvalidDataException("courts.json is empty.");
        return new CourtDirectory([.. rows.Select(row => row.ToCourt())]);
    }

    private sealed record CourtRow(
        CourtId Id, string Name, CourtKind Kind, string TimeZone, Uri? Feed, List<string> Aliases, List<OutageRow>? Outages, DocketNumber? DocketNumberForm, KnownCoverage? Coverage)
    {
        public Court ToCourt() => new(
            Id, Name, Kind, TimeZoneInfo.FindSystemTimeZoneById(TimeZone), Feed, [.. (Outages ?? []).Select(row => row.ToWindow())], Aliases)
        {
            DocketNumberSample = DocketNumberForm ?? OfClass(Id.Class),
            KnownCoverage = Coverage,
        };

        private static DocketNumber? OfClass(CourtClass courtClass) => courtClass switch
        {
            CourtClass.District => DocketNumber.Parse("1:24-cv-01234"),
            CourtClass.Appellate => DocketNumber.Parse("24-1054"),
            _ => null,
        };
    }

    private sealed record OutageRow(List<DayOfWeek> Days, TimeOnly From, TimeOnly To, string TimeZone)
    {
        public OutageWindow ToWindow() => new(Days, From, To, TimeZoneInfo.FindSystemTimeZoneById(TimeZone));
    }
}
