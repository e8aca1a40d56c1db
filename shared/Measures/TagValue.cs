using System.Text.Json;

namespace Tipstaff.Measures;

/// <summary>The values of tags: the names of an enum's cases in snake_case, written once.</summary>
internal static class TagValue
{
    /// <summary>The value for a case; it allocates nothing.</summary>
    /// <exception cref="KeyNotFoundException">Thrown for what is no case.</exception>
    public static string Of<T>(T value)
        where T : struct, Enum => Values<T>.All[value];

    private static class Values<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> All =
            Enum.GetValues<T>().ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));
    }
}
