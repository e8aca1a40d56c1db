using System.Text;

namespace Tipstaff.Notices;

/// <summary>The header of a message or of a part: the few fields that a reader of notices asks for.</summary>
/// <remarks>Source: RFC 5322, 2.2. Of a field that comes twice the first counts. Everything else, addresses above all, is never kept.</remarks>
internal sealed class MailHeader
{
    /// <summary>The most bytes of a header that are looked at; those of relayed mail have some 20,000.</summary>
    public const int MaxBytes = 262_144;

    private const int MaxValueBytes = 8_192;

    private static readonly string[] Wanted = ["Subject", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "Date", "From"];

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private MailHeader()
    {
    }

    /// <summary>The unfolded value of one of the fields above; empty where it is missing.</summary>
    public string this[string name] => _values.GetValueOrDefault(name, "");

    /// <summary>How many header fields of any name there are.</summary>
    public int Fields { get; private set; }

    /// <summary>Reads the header at the start of the bytes.</summary>
    /// <param name="bytes">A message or a part.</param>
    /// <param name="length">Where its body begins.</param>
    public static MailHeader Read(ReadOnlySpan<byte> bytes, out int length)
    {
        var header = new MailHeader();
        var lines = new MailLines(bytes[..Math.Min(bytes.Length, MaxBytes)]);
        string? name = null;
        var value = new StringBuilder();
        length = 0;
        while (lines.MoveNext())
        {
            var line = lines.Current;
            if (line.IsEmpty)
            {
                length = lines.Position;
                header.Take(name, value);
                return header;
            }

            if (line[0] is (byte)' ' or (byte)'\t' && header.Fields > 0)
            {
                Append(value, line, name);
            }
            else if (TryReadName(line, out var colon))
            {
                header.Take(name, value);
                header.Fields++;
                name = WantedName(line[..colon].TrimEnd(" \t"u8));
                value.Clear();
                Append(value, line[(colon + 1)..], name);
            }
            else if (header.Fields > 0 || !line.StartsWith("From "u8))
            {
                // No header any more: the blank line before the body was lost, or there never was a header.
                length = lines.Start;
                header.Take(name, value);
                return header;
            }
        }

        length = lines.Position;
        header.Take(name, value);
        return header;
    }

    private static string? WantedName(ReadOnlySpan<byte> name)
    {
        foreach (var wanted in Wanted)
        {
            if (Ascii.EqualsIgnoreCase(name, wanted))
            {
                return wanted;
            }
        }

        return null;
    }

    private void Take(string? name, StringBuilder value)
    {
        if (name is not null)
        {
            _values.TryAdd(name, value.ToString().Trim());
        }
    }

    // A fold is its line break taken away (RFC 5322, 2.2.3); what relays add before the blank, too.
    private static void Append(StringBuilder value, ReadOnlySpan<byte> line, string? name)
    {
        if (name is not null && value.Length < MaxValueBytes)
        {
            value.Append(MailCharset.Decode(line.TrimEnd(" \t"u8), charset: null));
        }
    }

    private static bool TryReadName(ReadOnlySpan<byte> line, out int colon)
    {
        colon = line.IndexOf((byte)':');
        return colon > 0 && !line[..colon].TrimEnd(" \t"u8).ContainsAnyExceptInRange((byte)'!', (byte)'~');
    }
}
