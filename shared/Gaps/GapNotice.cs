using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Operators;

namespace Tipstaff.Gaps;

/// <summary>What operators are told of a gap.</summary>
internal static class GapNotice
{
    public static OperatorNotice Of(Gap gap)
    {
        var zone = CourtDirectory.Default.TryFind(gap.Court.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
        return OperatorNotice.Of(
            NoticeKind.Gap,
            string.Create(CultureInfo.InvariantCulture, $"{gap.Court} {gap.From.UtcTicks} {gap.Until.UtcTicks}"),
            gap.FoundAt,
            $"Entries of {gap.Court} may have been missed between {CourtTime.WriteSpan(gap.From, gap.Until, zone)}: its feed no longer showed "
            + "them when it could be read again. Those who follow its dockets are told with their next alert; compare the docket sheets if it "
            + "cannot wait. Feeds reach back about a day: see that Tipstaff runs and can read the court's feed more often than that.",
            gap.Court);
    }
}
