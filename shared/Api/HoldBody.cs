using System.Globalization;
using Tipstaff.Checks;

namespace Tipstaff.Api;

/// <summary>The body of <c>POST /api/operations/courts/ID/hold</c>: for how long, or until when.</summary>
internal static class HoldBody
{
    private const string Sample = """{"minutes":90}""";

    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The fields that may be there.</summary>
    public static readonly IReadOnlyDictionary<string, JsonFieldKind> Fields = new Dictionary<string, JsonFieldKind>(StringComparer.Ordinal)
    {
        ["minutes"] = JsonFieldKind.Number,
        ["until"] = JsonFieldKind.Text,
    };

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    /// <returns>Until when, UTC.</returns>
    public static DateTimeOffset? Read(ReadOnlyMemory<byte> json, DateTimeOffset now, out Dictionary<string, string> errors)
    {
        if (JsonBody.Read(json, Fields, Sample, out errors) is not { } body)
        {
            return null;
        }

        switch (body.Number("minutes"), body.Text("until"))
        {
            case ({ } minutes, null) when minutes >= 1 && minutes <= PauseCourt.Longest.TotalMinutes:
                return now + TimeSpan.FromMinutes(minutes);
            case ({ }, null):
                errors["minutes"] = $"A court is held for 1 to {PauseCourt.Longest.TotalMinutes.ToString(CultureInfo.InvariantCulture)} minutes.";
                return null;
            case (null, { } text) when Instant(text) is { } until && until > now && until <= now + PauseCourt.Longest:
                return until;
            case (null, { }):
                errors["until"] = $"Send a moment of the next {PauseCourt.Longest.Days} days with its zone, such as {(now + TimeSpan.FromHours(1)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}.";
                return null;
            default:
                errors["body"] = $"Send either minutes or until, such as {Sample}.";
                return null;
        }
    }

    // Without a zone it would be another moment to whoever is elsewhere.
    private static DateTimeOffset? Instant(string text) =>
        (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal))
        && DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var instant)
            ? instant
            : null;
}
