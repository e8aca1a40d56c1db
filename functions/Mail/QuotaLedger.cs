namespace Tipstaff.Functions.Mail;

/// <summary>The account's token bucket: what its mails have taken of the quota of a minute and of an hour.</summary>
/// <remarks>
/// A token comes back a minute, or an hour, after the mail that it was taken for can have gone out. A bucket that is filled drop by
/// drop would let twice its size through in one window, and the service counts by windows.
/// </remarks>
/// <param name="Taken">What was taken within the hour, in the order of time.</param>
internal sealed record QuotaLedger(IReadOnlyList<TakenTokens> Taken)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    /// <summary>Of which nothing was taken.</summary>
    public static QuotaLedger Empty { get; } = new([]);

    /// <summary>Takes tokens, as many of the wanted as there are.</summary>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="wanted">How many are wanted, 1 or more.</param>
    /// <param name="usableFor">How long they may lie before they are used.</param>
    /// <param name="limits">The quota.</param>
    public QuotaTake Take(DateTimeOffset now, int wanted, TimeSpan usableFor, AcsOptions limits)
    {
        var until = Up(now + usableFor, TimeSpan.FromSeconds(1));
        var living = Living(now, until);
        var inMinute = living.Where(taken => taken.Until + Minute > now).ToList();
        var free = Math.Min(limits.PerMinute - inMinute.Sum(taken => taken.Count), limits.PerHour - living.Sum(taken => taken.Count));
        if (free > 0)
        {
            var granted = Math.Min(wanted, free);
            return new QuotaTake.Granted(new QuotaLedger(Merged([.. living, new TakenTokens(until, granted)], now)), new TakenTokens(until, granted));
        }

        var (ofMinute, ofHour) = (Back(inMinute, limits.PerMinute, Minute, now), Back(living, limits.PerHour, Hour, now));
        return ofHour >= ofMinute
            ? new QuotaTake.UsedUp(ofHour, Hour / limits.PerHour)
            : new QuotaTake.UsedUp(ofMinute, Minute / limits.PerMinute);
    }

    /// <summary>Counts of tokens taken earlier only what was used, and from the moment of their last use.</summary>
    /// <param name="taken">As they were granted.</param>
    /// <param name="used">How many of them were used.</param>
    /// <param name="lastUse">When the last of them was, UTC.</param>
    public QuotaLedger Settle(TakenTokens taken, int used, DateTimeOffset lastUse)
    {
        var settled = new TakenTokens(Up(lastUse, TimeSpan.FromSeconds(1)), used);
        var entry = Taken.FirstOrDefault(entry => entry.Until == taken.Until && entry.Count >= taken.Count);
        return entry is null
            ? this
            : new QuotaLedger([.. Taken.Select(other => other == entry ? other with { Count = other.Count - taken.Count } : other).Append(settled)
                .Where(other => other.Count > 0).OrderBy(other => other.Until)]);
    }

    // What the clock of another instance, wrong by hours, has written must not hold mail for hours.
    private List<TakenTokens> Living(DateTimeOffset now, DateTimeOffset latest) =>
    [
        .. Taken.Select(taken => taken.Until > latest ? taken with { Until = latest } : taken)
            .Where(taken => taken.Until + Hour > now).OrderBy(taken => taken.Until),
    ];

    // When the first token is back: null when one is there.
    private static DateTimeOffset Back(List<TakenTokens> taken, int limit, TimeSpan window, DateTimeOffset now)
    {
        var excess = taken.Sum(one => one.Count) - limit;
        foreach (var one in taken)
        {
            if (excess < 0)
            {
                break;
            }

            excess -= one.Count;
            if (excess < 0)
            {
                return one.Until + window;
            }
        }

        return now;
    }

    // A second is close enough within the minute, and a minute within the hour: the row stays small however many instances take.
    private static List<TakenTokens> Merged(List<TakenTokens> taken, DateTimeOffset now) =>
    [
        .. taken.GroupBy(one => one.Until + Minute > now ? one.Until : Up(one.Until, Minute))
            .Select(group => new TakenTokens(group.Key, group.Sum(one => one.Count))).OrderBy(one => one.Until),
    ];

    private static DateTimeOffset Up(DateTimeOffset moment, TimeSpan unit) =>
        new((moment.UtcTicks + unit.Ticks - 1) / unit.Ticks * unit.Ticks, TimeSpan.Zero);
}

/// <summary>Tokens that were taken together.</summary>
/// <param name="Until">Until when they may be used, UTC; the quota counts them from then.</param>
/// <param name="Count">How many.</param>
internal sealed record TakenTokens(DateTimeOffset Until, int Count);

/// <summary>What taking came to.</summary>
internal abstract record QuotaTake
{
    private QuotaTake()
    {
    }

    /// <summary>There were some.</summary>
    /// <param name="Ledger">The ledger with them.</param>
    /// <param name="Tokens">The tokens.</param>
    public sealed record Granted(QuotaLedger Ledger, TakenTokens Tokens) : QuotaTake;

    /// <summary>There was none.</summary>
    /// <param name="Until">When the next is there, UTC.</param>
    /// <param name="Spacing">How far apart those after it come, at the rate of the quota that is used up.</param>
    public sealed record UsedUp(DateTimeOffset Until, TimeSpan Spacing) : QuotaTake;
}
