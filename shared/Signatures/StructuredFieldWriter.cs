using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Tipstaff.Signatures;

/// <summary>Writes structured fields in the one spelling that RFC 9651, section 4.1, gives each value. Signatures depend on it.</summary>
internal static class StructuredFieldWriter
{
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    /// <summary>A dictionary of one member, to stand as a field or behind others.</summary>
    /// <exception cref="ArgumentException">The key or a value has no spelling: a fault of the caller.</exception>
    public static string Member(string key, FieldMember member)
    {
        var text = new StringBuilder();
        WriteKey(text, key);
        if (member is FieldMember.Item { Value: BareItem.Flag { Value: true } })
        {
            Write(text, member.Parameters);
        }
        else
        {
            text.Append('=').Append(Value(member));
        }

        return text.ToString();
    }

    /// <summary>An item or inner list with its parameters: <c>("@method" "date");created=1618884473</c>.</summary>
    /// <exception cref="ArgumentException">A key or value has no spelling: a fault of the caller.</exception>
    public static string Value(FieldMember member)
    {
        var text = new StringBuilder();
        switch (member)
        {
            case FieldMember.Item item:
                Write(text, item.Value);
                break;
            case FieldMember.InnerList list:
                text.Append('(');
                foreach (var item in list.Items)
                {
                    text.Append(text.Length > 1 ? " " : "").Append(Value(item));
                }

                text.Append(')');
                break;
            default:
                throw new UnreachableException();
        }

        Write(text, member.Parameters);
        return text.ToString();
    }

    private static void Write(StringBuilder text, IReadOnlyList<Parameter> parameters)
    {
        foreach (var parameter in parameters)
        {
            WriteKey(text.Append(';'), parameter.Key);
            if (parameter.Value is not BareItem.Flag { Value: true })
            {
                Write(text.Append('='), parameter.Value);
            }
        }
    }

    private static void Write(StringBuilder text, BareItem item)
    {
        switch (item)
        {
            case BareItem.Integer { Value: >= -999_999_999_999_999 and <= 999_999_999_999_999 } integer:
                text.Append(integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case BareItem.Text { Value: var value } when !value.AsSpan().ContainsAnyExceptInRange(' ', '~'):
                text.Append('"').Append(value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)).Append('"');
                break;
            case BareItem.Token token:
                text.Append(token.Value);
                break;
            case BareItem.Bytes bytes:
                text.Append(':').Append(Convert.ToBase64String(bytes.Value)).Append(':');
                break;
            case BareItem.Flag flag:
                text.Append(flag.Value ? "?1" : "?0");
                break;
            default:
                throw new ArgumentException("The value has no spelling in a structured field: numbers have 15 digits at most, strings are printable ASCII.", nameof(item));
        }
    }

    private static void WriteKey(StringBuilder text, string key)
    {
        if (key is not [(>= 'a' and <= 'z') or '*', ..] || key.AsSpan().ContainsAnyExcept(KeyCharacters))
        {
            throw new ArgumentException("A key of a structured field is lower-case letters, digits and _-.* only.", nameof(key));
        }

        text.Append(key);
    }
}
