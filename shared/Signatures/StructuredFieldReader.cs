using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Tipstaff.Signatures;

/// <summary>Reads dictionaries of structured fields (RFC 9651, section 4.2). What it cannot read is refused whole, never repaired.</summary>
/// <remarks>
/// Stricter than RFC 9651 in three things, as what it reads decides who may do what: a key that comes twice is refused and does not
/// overwrite (a label must be unique, RFC 9421, section 4), base64 must be spelt as it would be written, and values of the types that
/// <see cref="BareItem"/> lacks are refused.
/// </remarks>
internal ref struct StructuredFieldReader
{
    private const int MostDigits = 15;

    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.*");

    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:/");

    private ReadOnlySpan<char> _rest;

    private StructuredFieldReader(ReadOnlySpan<char> text) => _rest = text;

    /// <summary>Reads a dictionary.</summary>
    /// <param name="text">The combined value of the field; its length is the caller's to limit.</param>
    /// <param name="members">In the order of the wire; none for an empty field.</param>
    /// <returns>False when it is no dictionary, or one with a key twice.</returns>
    public static bool TryReadDictionary(string text, [NotNullWhen(true)] out IReadOnlyDictionary<string, FieldMember>? members)
    {
        var reader = new StructuredFieldReader(text.AsSpan().Trim(' '));
        return reader.TryReadMembers(out members);
    }

    private bool TryReadMembers([NotNullWhen(true)] out IReadOnlyDictionary<string, FieldMember>? members)
    {
        members = null;
        var read = new OrderedDictionary<string, FieldMember>(StringComparer.Ordinal);
        while (!_rest.IsEmpty)
        {
            if (!TryReadKey(out var key) || !TryReadMember(out var member) || !read.TryAdd(key, member))
            {
                return false;
            }

            _rest = _rest.TrimStart(" \t");
            if (_rest.IsEmpty)
            {
                break;
            }

            if (!Take(','))
            {
                return false;
            }

            _rest = _rest.TrimStart(" \t");
            if (_rest.IsEmpty)
            {
                return false;
            }
        }

        members = read;
        return true;
    }

    private bool TryReadMember([NotNullWhen(true)] out FieldMember? member)
    {
        if (!Take('='))
        {
            member = TryReadParameters(out var parameters) ? new FieldMember.Item(new BareItem.Flag(true), parameters) : null;
        }
        else if (Take('('))
        {
            member = TryReadInnerList(out var list) ? list : null;
        }
        else
        {
            member = TryReadItem(out var item) ? item : null;
        }

        return member is not null;
    }

    private bool TryReadInnerList([NotNullWhen(true)] out FieldMember.InnerList? list)
    {
        list = null;
        var items = new List<FieldMember.Item>();
        while (true)
        {
            _rest = _rest.TrimStart(' ');
            if (Take(')'))
            {
                list = TryReadParameters(out var parameters) ? new FieldMember.InnerList(items, parameters) : null;
                return list is not null;
            }

            if (!TryReadItem(out var item) || _rest is not [' ' or ')', ..])
            {
                return false;
            }

            items.Add(item);
        }
    }

    private bool TryReadItem([NotNullWhen(true)] out FieldMember.Item? item)
    {
        item = TryReadBareItem(out var value) && TryReadParameters(out var parameters) ? new FieldMember.Item(value, parameters) : null;
        return item is not null;
    }

    private bool TryReadParameters([NotNullWhen(true)] out IReadOnlyList<Parameter>? parameters)
    {
        parameters = null;
        var read = new OrderedDictionary<string, BareItem>(StringComparer.Ordinal);
        while (Take(';'))
        {
            _rest = _rest.TrimStart(' ');
            BareItem? value = new BareItem.Flag(true);
            if (!TryReadKey(out var key) || (Take('=') && !TryReadBareItem(out value)) || !read.TryAdd(key, value))
            {
                return false;
            }
        }

        parameters = [.. read.Select(parameter => new Parameter(parameter.Key, parameter.Value))];
        return true;
    }

    private bool TryReadKey([NotNullWhen(true)] out string? key)
    {
        key = _rest is [(>= 'a' and <= 'z') or '*', ..] ? TakeWhile(KeyCharacters) : null;
        return key is not null;
    }

    private bool TryReadBareItem([NotNullWhen(true)] out BareItem? item)
    {
        item = _rest switch
        {
            ['-' or (>= '0' and <= '9'), ..] => ReadInteger(),
            ['"', ..] => ReadText(),
            [':', ..] => ReadBytes(),
            ['?', '0' or '1', ..] => ReadFlag(),
            ['*' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z'), ..] => new BareItem.Token(TakeWhile(TokenCharacters)),
            _ => null,
        };
        return item is not null;
    }

    private BareItem.Integer? ReadInteger()
    {
        var isNegative = Take('-');
        var end = _rest.IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? _rest : _rest[..end];
        _rest = _rest[digits.Length..];
        return digits.Length is 0 or > MostDigits
            ? null
            : new BareItem.Integer(long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) * (isNegative ? -1 : 1));
    }

    private BareItem.Text? ReadText()
    {
        Take('"');
        var text = new StringBuilder();
        while (_rest is [var c, ..])
        {
            _rest = _rest[1..];
            switch (c)
            {
                case '"':
                    return new BareItem.Text(text.ToString());
                case '\\' when _rest is ['"' or '\\', ..]:
                    text.Append(_rest[0]);
                    _rest = _rest[1..];
                    break;
                case '\\' or < ' ' or > '~':
                    return null;
                default:
                    text.Append(c);
                    break;
            }
        }

        return null;
    }

    private BareItem.Bytes? ReadBytes()
    {
        Take(':');
        var end = _rest.IndexOf(':');
        if (end < 0)
        {
            return null;
        }

        var base64 = _rest[..end];
        var bytes = new byte[base64.Length / 4 * 3];
        _rest = _rest[(end + 1)..];
        return Convert.TryFromBase64Chars(base64, bytes, out var length) && base64.SequenceEqual(Convert.ToBase64String(bytes.AsSpan(0, length)))
            ? new BareItem.Bytes(bytes[..length])
            : null;
    }

    private BareItem.Flag ReadFlag()
    {
        var flag = new BareItem.Flag(_rest[1] == '1');
        _rest = _rest[2..];
        return flag;
    }

    private string TakeWhile(SearchValues<char> characters)
    {
        var end = _rest.IndexOfAnyExcept(characters);
        var taken = end < 0 ? _rest : _rest[..end];
        _rest = _rest[taken.Length..];
        return taken.ToString();
    }

    private bool Take(char expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
        {
            return false;
        }

        _rest = _rest[1..];
        return true;
    }
}
