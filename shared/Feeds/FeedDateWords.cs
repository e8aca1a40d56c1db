using System.Text;

namespace Tipstaff.Feeds;

/// <summary>The words in the dates of feeds.</summary>
internal static class FeedDateWords
{
    /// <summary>The month of a name of three letters or more; negative where it is none.</summary>
    public static int Month(ReadOnlySpan<byte> word) =>
        word.Length < 3 ? -1 : ((word[0] | 0x20) << 16 | (word[1] | 0x20) << 8 | (word[2] | 0x20)) switch
        {
            'j' << 16 | 'a' << 8 | 'n' => 1,
            'f' << 16 | 'e' << 8 | 'b' => 2,
            'm' << 16 | 'a' << 8 | 'r' => 3,
            'a' << 16 | 'p' << 8 | 'r' => 4,
            'm' << 16 | 'a' << 8 | 'y' => 5,
            'j' << 16 | 'u' << 8 | 'n' => 6,
            'j' << 16 | 'u' << 8 | 'l' => 7,
            'a' << 16 | 'u' << 8 | 'g' => 8,
            's' << 16 | 'e' << 8 | 'p' => 9,
            'o' << 16 | 'c' << 8 | 't' => 10,
            'n' << 16 | 'o' << 8 | 'v' => 11,
            'd' << 16 | 'e' << 8 | 'c' => 12,
            _ => -1,
        };

    /// <summary>The offset of a zone in minutes; null where it is not known.</summary>
    public static int? Zone(ReadOnlySpan<byte> word)
    {
        foreach (var (name, hours) in Zones)
        {
            if (Ascii.EqualsIgnoreCase(word, name))
            {
                return hours * 60;
            }
        }

        return null;
    }

    // From Puerto Rico's AST to Guam's ChST.
    private static readonly (string Name, int Hours)[] Zones =
    [
        ("GMT", 0), ("UTC", 0), ("UT", 0), ("Z", 0), ("EST", -5), ("EDT", -4), ("CST", -6), ("CDT", -5), ("MST", -7), ("MDT", -6),
        ("PST", -8), ("PDT", -7), ("AKST", -9), ("AKDT", -8), ("HST", -10), ("HAST", -10), ("HDT", -9), ("AST", -4), ("ADT", -3),
        ("SST", -11), ("CHST", 10),
    ];
}
