using Tipstaff.Dockets;

namespace Tipstaff.Gaps;

/// <summary>Entry numbers that a docket has used but its court's feed never showed us.</summary>
/// <param name="Ranges">The numbers, ascending; at least one range.</param>
/// <param name="IsOurs">
/// Whether they may have been in the feed nevertheless: in a gap, or among items that could not be read. Then nobody says that the
/// court left them out.
/// </param>
/// <remarks>
/// Entry numbers only. Sequence numbers (<c>de_seq_num</c>) tell nothing: documents and attachments have theirs, so that between
/// neighbouring entry numbers they are 2 or more apart, in all 127 such pairs of the district and bankruptcy feeds in the corpus
/// and in 9 of 10 of its docket sheets.
/// </remarks>
public sealed record QuietEntries(IReadOnlyList<NumberRange> Ranges, bool IsOurs)
{
    /// <summary>The longest range that is believed: behind a longer one the docket counts anew, or the court mistyped.</summary>
    public const int MaxRange = 1_000;

    /// <summary>What one subscription is to be told.</summary>
    /// <param name="known">The numbers known of its docket, new ones with them, ascending.</param>
    /// <param name="confirmedAt">When it was confirmed, UTC: what was numbered before is not its business.</param>
    /// <param name="told">The greatest number that it was told of as quiet; null for none.</param>
    /// <param name="window">The court's window, with its gaps.</param>
    /// <param name="hasUnreadable">Whether the feed has items that could not be read: they may be the entries.</param>
    /// <returns>
    /// The numbers that are missing above the greatest one from before the confirmation, or the least one since where no feed read
    /// without a gap tells of one before; null for none.
    /// </returns>
    public static QuietEntries? Find(
        List<KnownNumber> known, DateTimeOffset confirmedAt, int? told, FeedWindow window, bool hasUnreadable)
    {
        var unbroken = window.UnbrokenSince(confirmedAt);
        var before = known.FindLastIndex(one => one.At < confirmedAt && one.At >= unbroken);
        var first = before >= 0 ? before : known.FindIndex(one => one.At >= confirmedAt);
        List<NumberRange> ranges = [];
        var isOurs = hasUnreadable;
        for (var i = first < 0 ? known.Count : first + 1; i < known.Count; i++)
        {
            var (from, to) = (Math.Max(known[i - 1].Number, told ?? 0) + 1, known[i].Number - 1);
            if (from <= to && to - known[i - 1].Number <= MaxRange)
            {
                ranges.Add(new NumberRange(from, to));
                isOurs |= window.Gaps.Any(gap => gap.Until > known[i - 1].At);
            }
        }

        return ranges is [] ? null : new QuietEntries(ranges, isOurs);
    }
}

/// <summary>Entry numbers in a row.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last; at least <paramref name="From"/>.</param>
public readonly record struct NumberRange(int From, int To);

/// <summary>An entry number that a docket is known to have used.</summary>
/// <param name="Docket">The docket.</param>
/// <param name="Number">The number, see <see cref="EntryNumber"/>.</param>
/// <param name="At">When the entry was entered, UTC; where the feed does not say, when it was first seen.</param>
public readonly record struct KnownNumber(DocketNumber Docket, int Number, DateTimeOffset At);
