namespace Tipstaff.Feeds;

/// <summary>The sequence number in a document's link, <c>…?caseid=492165&amp;amp;de_seq_num=10</c>, beside that of the GUID.</summary>
/// <remarks>Read from the bytes as they are: the digits follow the name whatever the way the address is quoted.</remarks>
internal static class LinkedSequence
{
    private const int MaxLength = 64;

    /// <summary>The link's sequence number where it contradicts the GUID's within one case; else empty.</summary>
    /// <param name="description">As it stands in the bytes.</param>
    /// <param name="guid">What the GUID tells.</param>
    public static ReadOnlySpan<byte> Contradicting(ReadOnlySpan<byte> description, FeedGuid guid)
    {
        var sequence = DigitsBehindSequence(description);
        if (sequence.IsEmpty || sequence.SequenceEqual(guid.Sequence))
        {
            return default;
        }

        var linkCase = DigitsBehind(description, "caseid="u8);
        return linkCase.IsEmpty || linkCase.SequenceEqual(guid.CaseId) ? sequence : default;
    }

    // By its underscore, which is rare elsewhere: that is found much faster than the name.
    private static ReadOnlySpan<byte> DigitsBehindSequence(ReadOnlySpan<byte> text)
    {
        var name = "de_seq_num="u8;
        var position = 0;
        while (text[position..].IndexOf((byte)'_') is var offset and >= 0)
        {
            var at = position + offset - 2;
            position += offset + 1;
            if (at >= 0 && text[at..].StartsWith(name))
            {
                return DigitsAt(text[(at + name.Length)..]);
            }
        }

        return default;
    }

    private static ReadOnlySpan<byte> DigitsBehind(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var at = text.IndexOf(name);
        return at < 0 ? default : DigitsAt(text[(at + name.Length)..]);
    }

    private static ReadOnlySpan<byte> DigitsAt(ReadOnlySpan<byte> text)
    {
        var length = FeedGuid.LeadingDigits(text);
        return length <= MaxLength ? text[..length] : default;
    }
}
