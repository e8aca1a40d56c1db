using Tipstaff.Courts;
using Tipstaff.Gaps;

namespace Tipstaff.Mail;

/// <summary>Says in a mail what may have been missed.</summary>
internal static class MissedNotes
{
    private const int MaxGaps = 10;

    /// <summary>The sentence on gaps; null for none.</summary>
    /// <param name="gaps">The gaps, the oldest first.</param>
    /// <param name="zone">The court's zone.</param>
    public static string? OfGaps(IReadOnlyList<Gap> gaps, TimeZoneInfo zone)
    {
        if (gaps is [])
        {
            return null;
        }

        var spans = gaps.TakeLast(MaxGaps).Select(gap => $"between {CourtTime.WriteSpan(gap.From, gap.Until, zone)}");
        var others = gaps.Count > MaxGaps ? "at other times before, " : "";
        return $"We may have missed entries {others}{string.Join(", ", spans)}: "
            + "this court's feed no longer showed them when we could read it again. The docket sheet has them.";
    }

    /// <summary>The sentence on quiet entries; null for none.</summary>
    public static string? OfQuiet(QuietEntries? quiet)
    {
        if (quiet is null)
        {
            return null;
        }

        var isOne = quiet.Ranges is [var only] && only.From == only.To;
        return $"{(isOne ? "Entry" : "Entries")} {EntryNumbers.Of(quiet.Ranges)} {(isOne ? "was" : "were")} not in the {(quiet.IsOurs ? "feed as far as we could read it" : "public feed")}.";
    }
}
