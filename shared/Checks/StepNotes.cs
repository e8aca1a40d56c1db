using Tipstaff.Alerts;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Subscriptions;

namespace Tipstaff.Checks;

/// <summary>Reads what the notes of a step's alerts are decided from; nothing where there are no alerts.</summary>
internal sealed class StepNotes(IDockets dockets)
{
    private const int MaxNumbersPerDocket = 500;

    private static readonly Dictionary<SubscriptionId, ToldNotes> NothingTold = [];

    /// <summary>The alerts with what they say of what may have been missed.</summary>
    /// <param name="court">The court's state with the window after the check.</param>
    /// <param name="alerts">The alerts of the step.</param>
    /// <param name="followers">The subscriptions that they are for.</param>
    /// <param name="added">The entries that the step adds.</param>
    /// <param name="isWhole">Whether the feed is: what a cut one lacks may be in its missing part.</param>
    /// <param name="hasUnreadable">Whether it has items that could not be read.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="cancellationToken">Ends the reading of the store.</param>
    public async Task<Noted> AddAsync(
        CourtState court,
        IReadOnlyList<Alert> alerts,
        IReadOnlyList<Subscription> followers,
        IReadOnlyList<DocketEntry> added,
        bool isWhole,
        bool hasUnreadable,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        if (alerts is [] || (!isWhole && court.Window.Gaps is []))
        {
            return new Noted(alerts, []);
        }

        var known = isWhole ? await FindNumbersAsync(court, alerts, added, now, cancellationToken) : null;
        var news = AddNotes.Decide(alerts, followers, known, NothingTold, court.Window, hasUnreadable);
        if (news.Told is [])
        {
            return news;
        }

        var told = await dockets.FindNotesAsync(court.Court, [.. news.Told.Select(mark => mark.Subscription)], cancellationToken);
        return told.Count == 0 ? news : AddNotes.Decide(alerts, followers, known, told, court.Window, hasUnreadable);
    }

    private async Task<ILookup<DocketNumber, KnownNumber>> FindNumbersAsync(
        CourtState court, IReadOnlyList<Alert> alerts, IReadOnlyList<DocketEntry> added, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = alerts.Select(alert => alert.Docket).ToHashSet();
        var numbered = added.Where(entry => told.Contains(entry.Docket) && EntryNumber.Of(entry) is not null).ToList();
        var fresh = numbered.ConvertAll(entry => new KnownNumber(entry.Docket, EntryNumber.Of(entry)!.Value, entry.EnteredAt ?? now));
        List<DocketNumber> asked = [.. fresh.Select(one => one.Docket).Distinct()];
        var stored = asked is [] ? [] : await dockets.FindNumbersAsync(court.Court, asked, MaxNumbersPerDocket, cancellationToken);
        return stored.Concat(fresh).ToLookup(one => one.Docket);
    }
}
