using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>
/// Tells the documents of an alert that is not sent, as its subscription was ended, to the subscriber's other subscriptions: a
/// document of consolidated cases is told in one of them only, and that one must be one that is still followed.
/// </summary>
/// <remarks>
/// What no other followed docket shows yet counts as not told any more, so that it is news where it turns up later. All of it is one
/// step on the court's version: a check that decided by the old marks loses its race and decides anew.
/// </remarks>
public sealed class PassOnDocuments(ISubscriptions subscriptions, IDockets dockets, IDeliveryQueue queue, TipstaffMeter meter, TimeProvider time)
{
    private const int MaxRaces = 20;

    /// <summary>Writes down alerts for what would get lost. Doing it twice adds nothing.</summary>
    /// <param name="alert">The alert that is not sent.</param>
    /// <param name="cancellationToken">Stops; what was not written yet is written when the alert is looked at again.</param>
    /// <returns>How many alerts were added.</returns>
    /// <exception cref="InvalidOperationException">Others wrote to the court each time in between.</exception>
    public async Task<int> RunAsync(Alert alert, CancellationToken cancellationToken)
    {
        var shared = alert.Entries.Where(entry => entry.Document is not null).ToList();
        if (shared is [] || await ReaderAsync(alert, cancellationToken) is not { } reader)
        {
            return 0;
        }

        for (var race = 0; race < MaxRaces; race++)
        {
            if (await dockets.FindCourtAsync(alert.Court, cancellationToken) is not { } state
                || await MarksAsync(alert, reader, shared, cancellationToken) is not { Count: > 0 } marks)
            {
                return 0;
            }

            var step = await DecideAsync(alert, reader, marks, cancellationToken) with { State = state };
            if (await dockets.TryRecordAsync(step, cancellationToken))
            {
                meter.Written(step, isBaseline: false, time.GetUtcNow());
                await queue.EnqueueAsync([.. step.Alerts.Select(passed => IdempotencyKey.Of(passed.Id))], cancellationToken);
                meter.Queued(step, time.GetUtcNow());
                return step.Alerts.Count;
            }
        }

        throw new InvalidOperationException($"Passing on the documents of alert {alert.Id} lost {MaxRaces} races in a row for {alert.Court}; it is tried again.");
    }

    // Only those who follow dockets are told a document in one of several; the marks are theirs.
    private async Task<SubscriberId?> ReaderAsync(Alert alert, CancellationToken cancellationToken) =>
        !alert.IsWebhook ? alert.Subscription == SubscriptionId.OfCase(alert.Subscriber, alert.Court, alert.Docket) ? alert.Subscriber : null
        : await subscriptions.FindAsync(alert.Subscription, cancellationToken) is { Kind: SubscriptionKind.Case } owner ? owner.Reader
        : null;

    // What the reader was told in this alert's case; told elsewhere, it is not lost.
    private async Task<Dictionary<DocumentId, ToldDocument>> MarksAsync(Alert alert, SubscriberId reader, List<DocketEntry> entries, CancellationToken cancellationToken)
    {
        var cases = entries.Select(entry => (entry.Document!, entry.CaseId ?? entry.Docket.Value)).ToHashSet();
        var told = await dockets.FindToldAsync(alert.Court, [.. cases.Select(one => one.Item1).Distinct()], cancellationToken);
        return told.Where(mark => mark.Subscriber == reader && cases.Contains((mark.Document, mark.Case))).ToDictionary(mark => mark.Document);
    }

    private async Task<CourtStep> DecideAsync(Alert alert, SubscriberId reader, Dictionary<DocumentId, ToldDocument> marks, CancellationToken cancellationToken)
    {
        var (alerts, moved) = (new List<Alert>(), new List<ToldDocument>());
        var left = marks.Keys.ToHashSet();
        var own = await subscriptions.OfSubscriberAsync(alert.Subscriber, cancellationToken);
        foreach (var other in own.Where(other => other.Reader == reader && other.Court == alert.Court && other.Docket != alert.Docket && other is { Kind: SubscriptionKind.Case, State: SubscriptionState.Confirmed }))
        {
            var entries = await dockets.OfDocketAsync(alert.Court, other.Docket!, cancellationToken);
            var lost = entries.Where(entry => other.Covers(entry, notBefore: null) && entry.Document is { } document && left.Remove(document)).ToList();
            if (lost.Count > 0)
            {
                alerts.Add(ToAlert(alert, other, lost));
                moved.AddRange(lost.Select(entry => new ToldDocument(reader, entry.Document!, entry.CaseId ?? entry.Docket.Value)));
            }
        }

        return new CourtStep { State = CourtState.New(alert.Court), Alerts = alerts, Untold = [.. marks.Values], Told = moved };
    }

    private Alert ToAlert(Alert unsent, Subscription other, List<DocketEntry> entries)
    {
        var createdAt = MatchEntries.CreatedAt(other, time.GetUtcNow());
        return new Alert
        {
            Id = AlertId.Of(other.Id, entries.Select(entry => entry.Identity)),
            Subscription = other.Id,
            Subscriber = other.Subscriber,
            Court = unsent.Court,
            Docket = other.Docket!,
            Entries = entries,
            Coverage = unsent.Coverage,
            IsWebhook = other.Webhook is not null,
            Digest = DigestSlot.Of(other, createdAt),
            CreatedAt = createdAt,
            Trace = unsent.Trace,
        };
    }
}
