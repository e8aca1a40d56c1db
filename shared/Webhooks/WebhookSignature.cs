using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.Webhooks;

/// <summary>Signs webhooks, and says of a signed one whether it is genuine.</summary>
/// <remarks>
/// Source: Standard Webhooks 1.0.0, symmetric scheme. Signed are id, time of the attempt in Unix seconds and body, joined by full
/// stops; the header holds <c>v1,</c> and base64 for each secret, parted by blanks.
/// </remarks>
public static class WebhookSignature
{
    /// <summary>The header with the id of the webhook: the same at each attempt, so that a receiver knows a second copy.</summary>
    public const string IdHeader = "webhook-id";

    /// <summary>The header with the time of the attempt, in whole Unix seconds.</summary>
    public const string TimestampHeader = "webhook-timestamp";

    /// <summary>The header with the signatures.</summary>
    public const string SignatureHeader = "webhook-signature";

    /// <summary>How far the time of the attempt may be from the receiver's clock.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    private const string Version = "v1,";

    // 32 bytes as base64.
    private const int SignatureLength = 44;

    // A receiver that is sent endless signatures must not try them all.
    private const int MostSignatures = 16;

    /// <summary>The value of <see cref="SignatureHeader"/>.</summary>
    /// <param name="id">The id of the webhook, without a full stop.</param>
    /// <param name="attemptedAt">The time of the attempt; fractions of a second are cut off.</param>
    /// <param name="body">The body, as it is sent.</param>
    /// <param name="secrets">The secrets that sign, at least one; several while one takes over from another.</param>
    /// <exception cref="ArgumentException">No secret, or the id has a full stop: content and id could not be told apart.</exception>
    public static string Sign(string id, DateTimeOffset attemptedAt, ReadOnlySpan<byte> body, params IReadOnlyList<WebhookSecret> secrets)
    {
        if (secrets is [] || id is "" || id.Contains('.', StringComparison.Ordinal))
        {
            throw new ArgumentException("A webhook is signed by at least one secret, over an id without a full stop.", nameof(secrets));
        }

        var content = Content(id, Seconds(attemptedAt), body);
        return string.Join(' ', secrets.Select(secret => $"{Version}{Convert.ToBase64String(secret.Sign(content))}"));
    }

    /// <summary>The value of <see cref="TimestampHeader"/>.</summary>
    public static string Seconds(DateTimeOffset attemptedAt) => attemptedAt.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>What a receiver makes of a webhook. It also has to remember the ids of the last minutes: a genuine one may come twice.</summary>
    /// <param name="id">Its <see cref="IdHeader"/>; null where there is none.</param>
    /// <param name="timestamp">Its <see cref="TimestampHeader"/>; null where there is none.</param>
    /// <param name="signatures">Its <see cref="SignatureHeader"/>; null where there is none.</param>
    /// <param name="body">Its body, byte for byte as it came.</param>
    /// <param name="now">The receiver's clock.</param>
    /// <param name="secrets">The secrets that the receiver takes; any of them will do.</param>
    public static SignatureVerdict Verify(
        string? id, string? timestamp, string? signatures, ReadOnlySpan<byte> body, DateTimeOffset now, params IReadOnlyList<WebhookSecret> secrets)
    {
        if (string.IsNullOrEmpty(id) || id.Contains('.', StringComparison.Ordinal) || string.IsNullOrEmpty(signatures)
            || !long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return SignatureVerdict.Incomplete;
        }

        // Signed is the timestamp as it stands in the header, leading zeros and all.
        var content = Content(id, timestamp, body);
        var expected = secrets.Select(secret => Encoding.ASCII.GetBytes(Convert.ToBase64String(secret.Sign(content)))).ToList();
        var genuine = false;
        foreach (var signature in signatures.Split(' ', MostSignatures + 1, StringSplitOptions.RemoveEmptyEntries).Take(MostSignatures))
        {
            if (signature.StartsWith(Version, StringComparison.Ordinal) && signature.Length == Version.Length + SignatureLength)
            {
                var given = Encoding.UTF8.GetBytes(signature[Version.Length..]);
                expected.ForEach(one => genuine |= CryptographicOperations.FixedTimeEquals(one, given));
            }
        }

        return !genuine ? SignatureVerdict.Forged
            : Math.Abs((decimal)seconds - now.ToUnixTimeSeconds()) > (decimal)Tolerance.TotalSeconds ? SignatureVerdict.Stale
            : SignatureVerdict.Genuine;
    }

    private static byte[] Content(string id, string timestamp, ReadOnlySpan<byte> body) =>
        [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body];
}

/// <summary>What a receiver makes of a webhook.</summary>
public enum SignatureVerdict
{
    /// <summary>Signed with one of the secrets, and in time.</summary>
    Genuine,

    /// <summary>Signed with one of the secrets, but too long ago, or ahead of the clock: sent again by somebody, or a clock is wrong.</summary>
    Stale,

    /// <summary>Signed with none of the secrets, or changed on the way.</summary>
    Forged,

    /// <summary>A header is missing or cannot be read.</summary>
    Incomplete,
}
