using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Entity tags (RFC 9110, 8.8.3).</summary>
internal static class EntityTags
{
    private const int HashBytes = 16;

    /// <summary>The tag of a subscription as it is stored.</summary>
    /// <remarks>Its version alone would not do: versions begin anew after an erasure, and whoever asks again gets the same id.</remarks>
    public static string Of(Subscription subscription) =>
        string.Create(CultureInfo.InvariantCulture, $"\"{subscription.Version}-{subscription.RequestedAt.UtcTicks:x}\"");

    /// <summary>The tag of a body.</summary>
    public static string Of(ReadOnlySpan<byte> body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, HashBytes))}\"";

    /// <summary>Whether <c>If-Match</c> lets who has this tag pass, compared strongly (RFC 9110, 13.1.1).</summary>
    /// <returns>True where there is no condition, or it is <c>*</c>; an empty one, and what is no list of tags, lets nobody pass.</returns>
    public static bool Meets(StringValues header, string tag) =>
        header.Count == 0
        || header.ToString().Trim() == "*"
        || (EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(one => !one.IsWeak && one.Tag.Equals(tag, StringComparison.Ordinal)));

    /// <summary>Whether <c>If-None-Match</c> names this tag, compared weakly (RFC 9110, 13.1.2); <c>*</c> names every one.</summary>
    public static bool IsKnown(StringValues header, string tag) =>
        !StringValues.IsNullOrEmpty(header)
        && (header.ToString().Trim() == "*"
            || (EntityTagHeaderValue.TryParseList(header, out var tags) && tags.Any(known => known.Tag.Equals(tag, StringComparison.Ordinal))));
}
