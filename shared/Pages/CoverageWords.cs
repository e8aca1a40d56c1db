using Tipstaff.Mail;

namespace Tipstaff.Pages;

/// <summary>Says in words what a court's feed covers.</summary>
internal static class CoverageWords
{
    private const int MaxLength = 2_000;
    private const int NamedTypes = 3;

    /// <summary>All that a feed covers: <c>answer, appeal, motion</c>.</summary>
    /// <param name="coverage">The event types as its channel lists them; null when not known.</param>
    public static string Of(string? coverage) => TypesOf(coverage) switch
    {
        [] => "not known yet",
        ["all"] => "all entries",
        var types => string.Join(", ", types),
    };

    /// <summary>The same, with a long list cut: <c>answer, appeal, cmp and 4 more</c>.</summary>
    /// <param name="coverage">The event types as its channel lists them; null when not known.</param>
    public static string Short(string? coverage) => TypesOf(coverage) is { Length: > NamedTypes + 1 } types
        ? $"{string.Join(", ", types.Take(NamedTypes))} and {types.Length - NamedTypes} more"
        : Of(coverage);

    private static string[] TypesOf(string? coverage) =>
        CourtText.Clean(coverage, MaxLength).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
