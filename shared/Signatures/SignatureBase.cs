using System.Buffers;
using System.Globalization;
using System.Text;

namespace Tipstaff.Signatures;

/// <summary>The text that is signed: a line for each covered component, and the signature's own parameters as the last.</summary>
/// <remarks>Source: RFC 9421, section 2.5.</remarks>
internal static class SignatureBase
{
    private static readonly SearchValues<char> ValueCharacters =
        SearchValues.Create("\t " + string.Concat(Enumerable.Range('!', '~' - '!' + 1).Select(c => (char)c)));

    /// <summary>Builds it.</summary>
    /// <param name="message">The message that is signed.</param>
    /// <param name="input">What the signature says of itself.</param>
    /// <param name="bytes">The base in ASCII; empty when it is refused.</param>
    /// <returns>Null when the message has all that the signature covers.</returns>
    public static Verification.Refused? Build(HttpMessage message, SignatureInput input, out byte[] bytes)
    {
        bytes = [];
        var text = new StringBuilder();
        foreach (var name in input.Covered)
        {
            if (ValueOf(message, name) is not { } value)
            {
                return Missing(message, name);
            }

            if (value.AsSpan().ContainsAnyExcept(ValueCharacters))
            {
                return new(SignatureFault.Malformed, $"The component \"{name}\" holds characters that cannot be signed: send printable ASCII without line breaks.");
            }

            text.Append('"').Append(name).Append("\": ").Append(value).Append('\n');
            if (text.Length > SignatureLimits.BaseCharacters)
            {
                return new(SignatureFault.TooLarge, $"The covered components are longer than {SignatureLimits.BaseCharacters} characters together: cover fewer.");
            }
        }

        text.Append('"').Append(ComponentName.SignatureParams).Append("\": ").Append(StructuredFieldWriter.Value(input.Parameters));
        bytes = Encoding.ASCII.GetBytes(text.ToString());
        return null;
    }

    private static string? ValueOf(HttpMessage message, string name) => name switch
    {
        ComponentName.Method => message.Method,
        ComponentName.TargetUri => message.Target?.ToString(),
        ComponentName.Authority => message.Target?.Authority,
        ComponentName.Path => message.Target?.Path,
        ComponentName.Query when message.Target is { } target => target.Query ?? "?",
        ComponentName.Status => message.Status?.ToString(CultureInfo.InvariantCulture),
        ['@', ..] => null,
        _ => message.Fields.Combined(name),
    };

    private static Verification.Refused Missing(HttpMessage message, string name) =>
        message is { Status: null, Target: null } && name is ['@', ..] and not (ComponentName.Method or ComponentName.Status)
            ? new(SignatureFault.Malformed, "The address that the request asks for cannot be read: send a path from the root and a valid Host.")
            : new(SignatureFault.MissingComponent, $"The signature covers \"{name}\", which the message does not have: send it, or do not cover it.");
}
