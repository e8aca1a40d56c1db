using System.Buffers;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Tipstaff.Tests.Support;

/// <summary>Searches texts for what must stand nowhere in them: as it is, in any case of letters, and in the encodings in which it travels.</summary>
internal sealed class LeakSearch
{
    private const int Shortest = 6;
    private const int ShownAround = 60;

    private readonly Dictionary<string, string> _exact = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _anyCase = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A search.</summary>
    /// <param name="secrets">What must not be found; shorter ones than six characters would be found by chance, and are refused.</param>
    public LeakSearch(IEnumerable<string> secrets)
    {
        foreach (var secret in secrets.Distinct(StringComparer.Ordinal))
        {
            if (secret.Length < Shortest)
            {
                throw new ArgumentException($"'{secret}' is too short to be told from chance.", nameof(secrets));
            }

            var bytes = Encoding.UTF8.GetBytes(secret);
            foreach (var text in new[] { secret, Uri.EscapeDataString(secret), WebUtility.UrlEncode(secret), WebUtility.HtmlEncode(secret), HtmlEncoder.Default.Encode(secret), JavaScriptEncoder.Default.Encode(secret), Escaped(secret, "&#{0};"), Escaped(secret, "&#x{0:x};"), Escaped(secret, "={0:X2}"), Escaped(secret, "\\u{0:x4}"), Convert.ToHexString(bytes) })
            {
                _anyCase.TryAdd(text, secret);
            }

            for (var before = 0; before < 3; before++)
            {
                foreach (var text in Base64(bytes, before))
                {
                    _exact.TryAdd(text, secret);
                }
            }
        }
    }

    /// <summary>What was found, each with some of what stands around it.</summary>
    public IReadOnlyList<string> In(string text) =>
    [
        .. Find(text, SearchValues.Create([.. _anyCase.Keys], StringComparison.OrdinalIgnoreCase)),
        .. Find(text, SearchValues.Create([.. _exact.Keys], StringComparison.Ordinal)),
    ];

    private static List<string> Find(string text, SearchValues<string> wanted)
    {
        var found = new List<string>();
        for (var at = 0; text.AsSpan(at).IndexOfAny(wanted) is >= 0 and var index; at += index + 1)
        {
            var (from, until) = (Math.Max(0, at + index - ShownAround), Math.Min(text.Length, at + index + ShownAround));
            found.Add(text[from..until]);
        }

        return found;
    }

    // ada@example.com  -->  ada&#64;example.com    ada=40example.com
    private static string Escaped(string secret, string form) =>
        string.Concat(secret.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' ? $"{letter}" : string.Format(null, form, (int)letter)));

    // Within a longer text it stands at one of three places; the letters at its ends hang on its neighbours.
    private static IEnumerable<string> Base64(byte[] bytes, int before)
    {
        var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
        var (from, until) = ((before * 8 + 5) / 6, (before + bytes.Length) * 8 / 6);
        var inner = text[from..until];
        return inner.Length < Shortest ? [] : [inner, inner.Replace('+', '-').Replace('/', '_')];
    }
}
