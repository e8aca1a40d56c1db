using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Tipstaff.Local.OutboxFolder;

/// <summary>Takes encodings off text; what is not well formed stays as it is.</summary>
internal static class EmlText
{
    public static string Utf8(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Decodes the encoded words of a header (RFC 2047); white space between two of them means nothing.</summary>
    public static string DecodeWords(string value)
    {
        if (!value.Contains("=?utf-8?", StringComparison.OrdinalIgnoreCase))
        {
            return value;
        }

        var decoded = new StringBuilder();
        var isBehindWord = false;
        foreach (var word in value.Split(' '))
        {
            var bytes = Word(word);
            decoded.Append(decoded.Length > 0 && !(isBehindWord && bytes is not null) ? " " : "");
            decoded.Append(bytes is null ? word : Encoding.UTF8.GetString(bytes));
            isBehindWord = bytes is not null;
        }

        return decoded.ToString();
    }

    public static byte[] DecodeBase64(ReadOnlySpan<byte> content)
    {
        var bytes = new byte[Base64.GetMaxDecodedFromUtf8Length(content.Length)];
        return Base64.DecodeFromUtf8(content, bytes, out _, out var written) is OperationStatus.Done ? bytes[..written] : content.ToArray();
    }

    public static byte[] DecodeQuoted(ReadOnlySpan<byte> content, bool underscoreIsSpace)
    {
        var bytes = new byte[content.Length];
        var length = 0;
        for (var i = 0; i < content.Length; i++)
        {
            var rest = content[i..];
            if (rest.StartsWith("=\r\n"u8))
            {
                i += 2;
            }
            else if (rest is [(byte)'=', var high, var low, ..] && char.IsAsciiHexDigit((char)high) && char.IsAsciiHexDigit((char)low))
            {
                bytes[length++] = Convert.FromHexString([(char)high, (char)low])[0];
                i += 2;
            }
            else
            {
                bytes[length++] = underscoreIsSpace && rest[0] == (byte)'_' ? (byte)' ' : rest[0];
            }
        }

        return bytes[..length];
    }

    // =?utf-8?Q?caf=C3=A9?=
    private static byte[]? Word(string word)
    {
        if (word.Length < 12 || !word.StartsWith("=?utf-8?", StringComparison.OrdinalIgnoreCase) || word[9] != '?' || !word.EndsWith("?=", StringComparison.Ordinal))
        {
            return null;
        }

        var payload = Encoding.UTF8.GetBytes(word[10..^2]);
        return word[8] switch
        {
            'Q' or 'q' => DecodeQuoted(payload, underscoreIsSpace: true),
            'B' or 'b' => DecodeBase64(payload),
            _ => null,
        };
    }
}
