using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace Tipstaff.Idempotency;

/// <summary>The key that a client sends with a request so that sending it twice does it once.</summary>
/// <remarks>
/// Source: draft-ietf-httpapi-idempotency-key-header, section 2: a text in quotes. Many clients leave the quotes out, so that a key of
/// letters, digits and <c>-._~:+/=</c> is taken without them, too, and is then the same key.
/// </remarks>
public sealed record ClientKey
{
    /// <summary>The header field.</summary>
    public const string Field = "Idempotency-Key";

    /// <summary>The longest key, in characters.</summary>
    public const int MaxLength = 255;

    private static readonly SearchValues<char> Bare = SearchValues.Create("-._~:+/=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private ClientKey(string value) => Value = value;

    /// <summary>1 to <see cref="MaxLength"/> characters of printable ASCII.</summary>
    public string Value { get; }

    /// <summary>Reads the field.</summary>
    /// <returns>False for an empty or over-long key, one that is no text of the field's form, and several.</returns>
    public static bool TryParse(StringValues field, [NotNullWhen(true)] out ClientKey? key)
    {
        key = null;
        if (field is not [{ } line])
        {
            return false;
        }

        var text = line.AsSpan().Trim(" \t");
        var value = text is ['"', .. var quoted, '"'] ? Unquoted(quoted) : text.ContainsAnyExcept(Bare) ? null : text.ToString();
        key = value is { Length: > 0 and <= MaxLength } ? new ClientKey(value) : null;
        return key is not null;
    }

    // a \"quoted\" key  -->  a "quoted" key   (RFC 9651, section 4.2.5)
    private static string? Unquoted(ReadOnlySpan<char> quoted)
    {
        var value = new System.Text.StringBuilder();
        for (var at = 0; at < quoted.Length; at++)
        {
            var isEscape = quoted[at] == '\\';
            at += isEscape ? 1 : 0;
            if (at == quoted.Length || quoted[at] is < ' ' or > '~' || (quoted[at] is '"' or '\\') != isEscape)
            {
                return null;
            }

            value.Append(quoted[at]);
        }

        return value.ToString();
    }
}
