using System.Globalization;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Tipstaff.Api;

/// <summary>Entity tags (RFC 9110, 8.8.3): the versions of what is stored.</summary>
internal static class EntityTags
{
    /// <summary>The tag of a version.</summary>
    public static string Of(long version) => string.Create(CultureInfo.InvariantCulture, $"\"{version}\"");

    /// <summary>The versions that a condition names.</summary>
    /// <returns>Null where there is no condition, or any version will do (<c>*</c>); an empty one, and tags that are none of ours, name no version.</returns>
    public static IReadOnlyCollection<long>? Of(StringValues header)
    {
        if (header.Count == 0 || header.ToString().Trim() == "*")
        {
            return null;
        }

        return EntityTagHeaderValue.TryParseList(header, out var tags)
            ? [.. tags.Where(tag => !tag.IsWeak).Select(VersionOf).OfType<long>()]
            : [];
    }

    /// <summary>Whether <c>If-None-Match</c> names this tag, compared weakly (RFC 9110, 13.1.2); <c>*</c> names every one.</summary>
    public static bool IsKnown(StringValues header, string tag) =>
        !StringValues.IsNullOrEmpty(header)
        && (header.ToString().Trim() == "*"
            || (EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(known => known.Tag.Equals(tag, StringComparison.Ordinal))));

    private static long? VersionOf(EntityTagHeaderValue tag) =>
        long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
}
