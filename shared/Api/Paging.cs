using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Tipstaff.Api;

/// <summary>Reads which page of a list is asked for, and refuses what is no page.</summary>
internal static class Paging
{
    /// <summary>The largest page.</summary>
    public const int Largest = 200;

    /// <summary>The size of a page where none is asked for.</summary>
    public const int Usual = 50;

    /// <summary>The query's <c>limit</c>: 1 to <see cref="Largest"/>, 50 where it is left out; null for anything else.</summary>
    public static int? Limit(HttpRequest request) =>
        request.Query["limit"] is not [var asked, ..] ? Usual
        // A number may end in noughts (U+0000) to the parser.
        : asked is { } text && text.All(char.IsAsciiDigit) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= Largest ? limit
        : null;

    /// <summary>The query's <c>cursor</c>; null where it is left out.</summary>
    public static string? Cursor(HttpRequest request) => request.Query["cursor"].FirstOrDefault();

    /// <summary>The answer to a wrong <c>limit</c>.</summary>
    public static Problem WrongLimit() => Invalid("limit", $"This is no size of a page: send a whole number from 1 to {Largest}.");

    /// <summary>The answer to a wrong <c>cursor</c>.</summary>
    public static Problem WrongCursor() => Invalid("cursor", "This is no cursor of this list: send the next of the page before as it came, or begin without one.");

    /// <summary>The answer to a request of which one field is wrong.</summary>
    public static Problem Invalid(string field, string sentence) => new(
        StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.",
        new Dictionary<string, string>(StringComparer.Ordinal) { [field] = sentence });
}
