namespace Tipstaff.Checks;

/// <summary>
/// Until when a court is held, and who of several recoveries may try it then: pure, for whoever keeps it for all of them. The court's
/// stored state stays what everybody else reads.
/// </summary>
public sealed record CourtTrials
{
    /// <summary>Of which nothing is known yet: whoever asks first goes and sees.</summary>
    public static readonly CourtTrials New = new();

    /// <summary>Until when the court's breaker is open, UTC; null while it is closed, or when that is not known.</summary>
    public DateTimeOffset? OpenUntil { get; init; }

    /// <summary>The version of the court's stored state that says so; the later change has the greater one.</summary>
    public long Version { get; init; }

    /// <summary>How many trials were granted: the number of the last one.</summary>
    public long Granted { get; init; }

    /// <summary>Until when the last trial keeps others from theirs, UTC; null once it is over.</summary>
    public DateTimeOffset? TrialUntil { get; init; }

    /// <summary>After a recovery asked whether it may try the court.</summary>
    /// <param name="standing">What it knows itself.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="lease">After how long a trial that nobody hears of is given up.</param>
    public (CourtTrials After, TrialLeave Leave) Asked(CourtHold standing, DateTimeOffset now, TimeSpan lease)
    {
        var known = Learnt(standing);
        return known.OpenUntil > now ? (known, new TrialLeave(Trial: 0, known.OpenUntil))
            : known.TrialUntil > now ? (known, new TrialLeave(Trial: 0, known.TrialUntil))
            : (known with { Granted = known.Granted + 1, TrialUntil = now + lease }, new TrialLeave(known.Granted + 1, HeldUntil: null));
    }

    /// <summary>After a recovery found out how the court stands.</summary>
    /// <param name="trial">The number of its trial; 0 where it was none.</param>
    /// <param name="standing">What it found.</param>
    /// <returns>With until when the court is held now.</returns>
    public (CourtTrials After, TrialLeave Leave) Told(long trial, CourtHold standing)
    {
        // Who holds the trial has just read the store, whatever the versions say.
        var after = trial > 0 && trial == Granted
            ? this with { OpenUntil = standing.OpenUntil, Version = Math.Max(Version, standing.Version), TrialUntil = null }
            : Learnt(standing);
        return (after, new TrialLeave(Trial: 0, after.OpenUntil));
    }

    private CourtTrials Learnt(CourtHold standing) =>
        standing.Version > Version ? this with { OpenUntil = standing.OpenUntil, Version = standing.Version } : this;
}

/// <summary>Until when a court is held, as somebody knows it.</summary>
/// <param name="OpenUntil">Until when its breaker is open, UTC; null while it is closed.</param>
/// <param name="Version">The version of the court's stored state that says so; 0 for who knows nothing.</param>
public sealed record CourtHold(DateTimeOffset? OpenUntil, long Version);

/// <summary>What a recovery is answered.</summary>
/// <param name="Trial">The number of the trial that it may make now; 0 for none.</param>
/// <param name="HeldUntil">Until when the court is held, or another's trial is out, UTC; null when nothing holds it.</param>
public sealed record TrialLeave(long Trial, DateTimeOffset? HeldUntil);
