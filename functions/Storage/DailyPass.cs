using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Functions.Storage;

/// <summary>Looks once a day through what the sweep finds under no mark: rows too many, in the index of followers and among dead letters.</summary>
/// <remarks>
/// Each partition has its five minutes of the day, so that nobody has to remember when it was looked through; where the sweep of those
/// minutes is missed, the next day's does it. Of a partition with more than <see cref="MaxRows"/> rows each day takes another part.
/// </remarks>
internal sealed class DailyPass(FollowerIndex followers, SubscriptionRows subscriptions, AlertLetters letters)
{
    /// <summary>How many rows of a partition are looked at a day.</summary>
    public const int MaxRows = 500;

    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(5);

    // Far longer than a confirmation takes from the index, which it writes first, to the subscription.
    private static readonly TimeSpan ConfirmedWithin = TimeSpan.FromHours(1);

    /// <summary>Looks through a partition of messages, if it is its turn.</summary>
    public async Task RunAsync(string partition, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now.UtcTicks % TimeSpan.TicksPerDay / Turn.Ticks != TurnOf(partition))
        {
            return;
        }

        if (partition == TableKeys.Operators)
        {
            await Bounded.RunAsync(PartOf(await letters.ListAsync(cancellationToken), now), letter => letters.MendAsync(letter.Partition, letter.Key, cancellationToken));
            await MendFollowersAsync(TableKeys.EveryCourt, now, cancellationToken);
        }
        else if (CourtId.TryParse(partition, out _))
        {
            await MendFollowersAsync(partition, now, cancellationToken);
        }
    }

    /// <summary>Which five minutes of the day are a partition's, from 0.</summary>
    public static long TurnOf(string partition) =>
        int.Parse(ContentKey.Of(partition).AsSpan(0, 6), NumberStyles.HexNumber, CultureInfo.InvariantCulture) % (TimeSpan.TicksPerDay / Turn.Ticks);

    // Whoever confirms meanwhile writes the row anew, and keeps it.
    private async Task MendFollowersAsync(string court, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var old = (await followers.RowsAsync(court, cancellationToken)).FindAll(row => now - row.Timestamp > ConfirmedWithin);
        var looked = PartOf(old, now);
        var living = (await subscriptions.FindAsync([.. looked.Select(FollowerIndex.Read)], cancellationToken))
            .Where(subscription => subscription.State is SubscriptionState.Confirmed).Select(subscription => subscription.Id).ToHashSet();
        await Bounded.RunAsync([.. looked.Where(row => !living.Contains(FollowerIndex.Read(row).Id))], row => followers.TryRemoveAsync(row, cancellationToken));
        await followers.RemoveIfEmptyAsync(court, cancellationToken);
    }

    private static List<T> PartOf<T>(IReadOnlyList<T> all, DateTimeOffset now)
    {
        var day = now.UtcTicks / TimeSpan.TicksPerDay;
        return [.. Enumerable.Range(0, Math.Min(all.Count, MaxRows)).Select(at => all[(int)(((day * MaxRows) + at) % all.Count)])];
    }
}
