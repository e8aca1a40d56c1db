using Microsoft.Extensions.Logging;
using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tracing;

namespace Tipstaff.Notices;

/// <summary>Takes a notice of electronic filing in: its entries are recorded, and told, as those that a feed shows.</summary>
/// <remarks>
/// An entry that feed and notices both tell of is recorded once, whichever comes first (<see cref="NoticeIdentity"/>); a title that
/// comes later revises it. Entries and alerts are written in one step, and only then queued; doing it twice adds nothing.
/// </remarks>
public sealed class TakeNotice(
    CourtDirectory courts, IDockets dockets, ISubscriptions subscriptions, IDeliveryQueue queue, TipstaffMeter meter, TimeProvider time, ILogger<TakeNotice> logger)
{
    /// <summary>The most cases that a notice may have: the largest filings in consolidated cases have some hundreds.</summary>
    public const int MaxCases = 1_000;

    private const int MaxRaces = 20;

    private readonly NewsMatcher _matcher = new(dockets, subscriptions, time);
    private readonly StepNotes _notes = new(dockets);

    /// <summary>Takes a message in.</summary>
    /// <param name="message">As it was received.</param>
    /// <param name="isAllowed">Whether whoever sends it may send notices of this court.</param>
    /// <param name="cancellationToken">Ends it; what was not written yet is written when the message is sent again.</param>
    /// <exception cref="InvalidOperationException">Others wrote to the court each time in between.</exception>
    public async Task<NoticeOutcome> RunAsync(ReadOnlyMemory<byte> message, Func<CourtId, bool> isAllowed, CancellationToken cancellationToken)
    {
        using var span = Spans.Begin("notice", isFromOutside: true);
        try
        {
            var outcome = await TakeAsync(message, isAllowed, span.Context, cancellationToken);
            span.Tag("court", (outcome as NoticeOutcome.Taken)?.Court.Value);
            span.Tag("outcome", outcome is NoticeOutcome.Taken ? "taken" : "refused");
            return outcome;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fail(fault, logger);
            throw;
        }
    }

    private async Task<NoticeOutcome> TakeAsync(ReadOnlyMemory<byte> message, Func<CourtId, bool> isAllowed, TraceContext place, CancellationToken cancellationToken)
    {
        var parts = MailParts.Of(message.Span);

        // Which court it is of stands in its links; how that court writes numbers is known only then.
        if (NefReader.Read(parts, CourtClass.District) is not { } unplaced)
        {
            return new NoticeOutcome.NoNotice();
        }

        if (unplaced.Cases.Count > MaxCases)
        {
            return new NoticeOutcome.TooManyCases(unplaced.Cases.Count);
        }

        if (NoticeCourt.Of([.. unplaced.Cases.SelectMany(one => one.Hosts).Distinct()], courts, out var problem) is not { } court)
        {
            return new NoticeOutcome.NoCourt(problem);
        }

        if (!isAllowed(court.Id))
        {
            return new NoticeOutcome.NotAllowed(court.Id);
        }

        var nef = court.Id.Class is CourtClass.District ? unplaced : NefReader.Read(parts, court.Id.Class) ?? unplaced;
        var told = NoticeEntries.Of(nef, court, parts.SentByCourtAt, time.GetUtcNow());
        for (var race = 0; race < MaxRaces; race++)
        {
            var before = await dockets.FindCourtAsync(court.Id, cancellationToken) ?? CourtState.New(court.Id);
            var step = (await DecideAsync(before, told, cancellationToken)).MadeAt(place);
            if (!step.HasContent || await dockets.TryRecordAsync(step, cancellationToken))
            {
                meter.Written(step, isBaseline: false, time.GetUtcNow());
                await queue.EnqueueAsync([.. step.Alerts.Select(alert => IdempotencyKey.Of(alert.Id))], cancellationToken);
                meter.Queued(step, time.GetUtcNow());
                logger.NoticeTaken(court.Id, step.NewEntries.Count, step.RevisedEntries.Count, step.Alerts.Count, step.Unreadable.Count);
                return new NoticeOutcome.Taken(court.Id, nef.FiledOn, [.. told.Select(one => one.Entry).OfType<DocketEntry>()], [.. told.Select(one => one.Unreadable?.Reason).OfType<string>()]);
            }
        }

        throw new InvalidOperationException($"A notice of {court.Id} lost {MaxRaces} races in a row for the court's stored state; send it again.");
    }

    private async Task<CourtStep> DecideAsync(CourtState before, IReadOnlyList<NoticeEntry> told, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var (added, revised) = (new List<DocketEntry>(), new List<RelabelledEntry>());
        var untimed = new UntimedEntries(before);
        var entries = told.Where(one => one.Entry is not null).ToList();
        var known = await dockets.FindKnownAsync(before.Court, [.. entries.Select(one => one.Entry!.Identity)], cancellationToken);
        var stored = new StoredEntries(dockets, known);
        foreach (var (entry, earliest, _) in entries)
        {
            if (await stored.FindAsync(entry!, cancellationToken) is { } found)
            {
                if (entry!.Labels.Except(found.Labels, StringComparer.OrdinalIgnoreCase).Any() && !revised.Exists(one => one.Entry.Identity == found.Identity))
                {
                    revised.Add(new RelabelledEntry(found with { Labels = [.. found.Labels, .. entry.Labels] }, found.Labels));
                }

                continue;
            }

            // Known, but on another docket than the notice says: what is stored stays, and is told to nobody else.
            if (known.ContainsKey(entry!.Identity))
            {
                continue;
            }

            added.Add(entry);
            if (earliest is { } bound)
            {
                untimed.Add(entry.Identity, bound);
            }
        }

        var (matches, followers) = await _matcher.MatchAsync(before, added, revised, untimed, cancellationToken);
        var noted = await _notes.AddAsync(before, matches.Alerts, followers, added, isWhole: false, hasUnreadable: true, now, cancellationToken);
        return new CourtStep
        {
            State = before with { NoticedAt = now },
            SeenAt = now,
            NewEntries = added,
            RevisedEntries = [.. revised.Select(one => one.Entry)],
            Alerts = noted.Alerts,
            Told = matches.Told,
            ToldNotes = noted.Told,
            Unreadable = [.. told.Select(one => one.Unreadable).OfType<Feeds.UnreadableItem>()],
        };
    }
}

/// <summary>What became of a message.</summary>
public abstract record NoticeOutcome
{
    private NoticeOutcome()
    {
    }

    /// <summary>It was a notice, and its entries are recorded, now or before.</summary>
    /// <param name="Court">The court.</param>
    /// <param name="FiledOn">The date of the filing; null where the notice does not say.</param>
    /// <param name="Entries">The entries that it tells of.</param>
    /// <param name="Unreadable">Of each case that could not be read, why; its text is kept.</param>
    public sealed record Taken(CourtId Court, DateOnly? FiledOn, IReadOnlyList<DocketEntry> Entries, IReadOnlyList<string> Unreadable) : NoticeOutcome;

    /// <summary>It is no notice of a filing; nothing is kept of it.</summary>
    public sealed record NoNotice : NoticeOutcome;

    /// <summary>Its links do not tell one court; nothing is kept of it.</summary>
    /// <param name="Problem">What is wrong, and what to do.</param>
    public sealed record NoCourt(string Problem) : NoticeOutcome;

    /// <summary>Whoever sent it may not send notices of that court; nothing is kept of it.</summary>
    /// <param name="Court">The court.</param>
    public sealed record NotAllowed(CourtId Court) : NoticeOutcome;

    /// <summary>It has more cases than <see cref="TakeNotice.MaxCases"/>; nothing is kept of it.</summary>
    /// <param name="Count">How many.</param>
    public sealed record TooManyCases(int Count) : NoticeOutcome;
}
