using System.Globalization;
using System.Text;

namespace Tipstaff.Notices;

/// <summary>A <c>Content-Type</c> or <c>Content-Disposition</c>: its value and the parameters that are asked for.</summary>
/// <remarks>Source: RFC 2045, 5.1; long values in pieces, RFC 2231, 3. Comments in parentheses are left out.</remarks>
internal sealed class MediaType
{
    private const int MaxParameters = 50;

    private readonly Dictionary<string, string> _parameters = new(StringComparer.OrdinalIgnoreCase);

    private MediaType(string value) => Value = value;

    /// <summary>The value in lower case, <c>text/html</c>; empty where it is missing.</summary>
    public string Value { get; }

    /// <summary>Reads a field's value.</summary>
    public static MediaType Read(string text)
    {
        var rest = text.AsSpan();
        var end = rest.IndexOfAny(';', '(');
        var media = new MediaType((end < 0 ? rest : rest[..end]).Trim().ToString().ToLowerInvariant());
        rest = end < 0 ? default : rest[end..];
        for (var count = 0; count < MaxParameters && TryReadParameter(ref rest, out var name, out var value); count++)
        {
            media._parameters.TryAdd(name, value);
        }

        return media;
    }

    /// <summary>A parameter's value, its pieces put together; null where it is missing.</summary>
    public string? Parameter(string name)
    {
        if (_parameters.TryGetValue(name, out var whole))
        {
            return whole;
        }

        var joined = new StringBuilder();
        for (var piece = 0; piece < MaxParameters; piece++)
        {
            var number = piece.ToString(CultureInfo.InvariantCulture);
            if (!_parameters.TryGetValue($"{name}*{number}", out var part) && !_parameters.TryGetValue($"{name}*{number}*", out part))
            {
                break;
            }

            joined.Append(part);
        }

        return joined.Length > 0 ? joined.ToString() : null;
    }

    private static bool TryReadParameter(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        (name, value) = ("", "");
        while (rest is [';' or ' ' or '\t' or '(', ..])
        {
            rest = rest[0] == '(' ? rest[(rest.IndexOf(')') is var close and >= 0 ? close + 1 : rest.Length)..] : rest[1..];
        }

        var equals = rest.IndexOfAny('=', ';');
        if (equals <= 0)
        {
            return false;
        }

        name = rest[..equals].Trim().ToString();
        if (rest[equals] == ';')
        {
            rest = rest[equals..];
            return true;
        }

        rest = rest[(equals + 1)..].TrimStart();
        value = rest is ['"', ..] ? Quoted(ref rest) : Token(ref rest);
        return true;
    }

    private static string Token(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny(';', ' ', '\t');
        var token = (end < 0 ? rest : rest[..end]).ToString();
        rest = end < 0 ? default : rest[end..];
        return token;
    }

    private static string Quoted(ref ReadOnlySpan<char> rest)
    {
        var value = new StringBuilder();
        var index = 1;
        for (; index < rest.Length && rest[index] != '"'; index++)
        {
            index += rest[index] == '\\' && index + 1 < rest.Length ? 1 : 0;
            value.Append(rest[index]);
        }

        rest = rest[Math.Min(index + 1, rest.Length)..];
        return value.ToString();
    }
}
