using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Mail;

namespace Tipstaff.Pages;

/// <summary>One watched court, as the page of the courts shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name, without the country; empty where it is not known.</param>
/// <param name="Checked">When it was last asked; null before the first time.</param>
/// <param name="Good">When that last went well; null when it never did.</param>
/// <param name="Due">When it is asked next; null when not known.</param>
/// <param name="Status">How the last check ended, or until when the next is held.</param>
/// <param name="Items">Items in its last good feed.</param>
/// <param name="Unreadable">How many of them could not be read.</param>
/// <param name="Coverage">What its feed covers, in words; a long list is cut.</param>
/// <param name="AllCoverage">The whole list; null where it is not cut.</param>
/// <param name="Missed">When entries may have been missed of late, in words; null for none of the last 7 days.</param>
public sealed record CourtLine(
    string Id, string Name, PageTime? Checked, PageTime? Good, PageTime? Due, Status Status, int Items, int Unreadable, string Coverage, string? AllCoverage, string? Missed)
{
    private const int MaxTrouble = 120;

    private static readonly TimeSpan OfLate = TimeSpan.FromDays(7);

    /// <summary>Whether its last check failed.</summary>
    public bool IsInTrouble => Status.Tone is Tone.Bad;

    /// <summary>The line of a court.</summary>
    public static CourtLine Of(CourtState state, CourtDirectory courts, DateTimeOffset now)
    {
        var known = courts.TryFind(state.Court.Value, out var court);
        var zone = known ? court!.TimeZone : CourtTime.Eastern;
        return new(
            state.Court.Value,
            known ? court!.ShortName : "",
            PageTime.Of(state.CheckedAt, zone, now),
            PageTime.Of(state.GoodAt, zone, now),
            PageTime.Of(state.DueAt, zone, now),
            StatusOf(state, zone, now),
            state.Items,
            state.UnreadableItems,
            CoverageWords.Short(state.Coverage),
            CoverageWords.Of(state.Coverage) is var all && all == CoverageWords.Short(state.Coverage) ? null : all,
            MissedOf(state, zone, now));
    }

    private static Status StatusOf(CourtState state, TimeZoneInfo zone, DateTimeOffset now)
    {
        if (state.IsPausedAt(now))
        {
            return new("Held by operators", Tone.Waiting, $"until {CourtTime.Write(state.PausedUntil!.Value, zone)}");
        }

        var trouble = state.Trouble is null ? null : CourtText.Clean(state.Trouble, MaxTrouble);
        if (state.Breaker.At(now) is CircuitState.Open)
        {
            return new($"Held until {CourtTime.WriteTime(state.Breaker.OpenUntil!.Value, zone)}", Tone.Bad, trouble);
        }

        return state.Result switch
        {
            CheckResult.NewEntries => new("New entries", Tone.Good),
            CheckResult.NothingNew => new("Nothing new", Tone.Quiet),
            CheckResult.Unchanged => new("Unchanged", Tone.Quiet),
            CheckResult.Unavailable => new("No answer", Tone.Bad, trouble),
            CheckResult.Garbled => new("Not a feed", Tone.Bad, trouble),
            CheckResult.CutShort => new("Cut short", Tone.Bad, trouble),
            _ => new("Not asked yet", Tone.Waiting),
        };
    }

    private static string? MissedOf(CourtState state, TimeZoneInfo zone, DateTimeOffset now) =>
        state.Window.Gaps is [.., var newest] && newest.FoundAt >= now - OfLate
            ? $"may have missed entries between {CourtTime.WriteSpan(newest.From, newest.Until, zone)}"
            : null;
}
