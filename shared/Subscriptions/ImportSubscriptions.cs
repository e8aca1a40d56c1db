namespace Tipstaff.Subscriptions;

/// <summary>Writes down confirmed subscriptions from another system, without asking their owners again.</summary>
public sealed class ImportSubscriptions(ISubscriptions subscriptions, SubscriberIds ids, TimeProvider time)
{
    private const int MaxRaces = 5;

    /// <summary>Imports some lines. Importing a line twice changes nothing; what its owner ended stays ended.</summary>
    /// <param name="lines">The lines; they are written together, so pass some hundreds at a time.</param>
    /// <param name="cancellationToken">Stops the import; what is missing then comes when it is run again.</param>
    public async Task<Imported> RunAsync(IReadOnlyCollection<ImportLine> lines, CancellationToken cancellationToken)
    {
        // A lost race may leave some of them written.
        var written = new HashSet<SubscriptionId>();
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var wanted = lines.Select(line => ToSubscription(line, now)).DistinctBy(one => one.Id).ToList();
            var present = await subscriptions.FindAsync([.. wanted.Select(one => one.Id)], cancellationToken);
            var added = wanted.Where(one => !present.ContainsKey(one.Id)).ToList();
            var confirmed = wanted
                .Where(one => present.TryGetValue(one.Id, out var known) && known.State is SubscriptionState.Pending)
                .Select(one => present[one.Id].Confirmed(one.ConfirmedAt!.Value))
                .ToList();
            written.UnionWith([.. added.Select(one => one.Id), .. confirmed.Select(one => one.Id)]);
            if (await subscriptions.TryWriteAsync([.. added, .. confirmed], message: null, cancellationToken))
            {
                var ended = present.Values.Where(one => one.State is SubscriptionState.Ended).Select(one => one.Id).ToHashSet();
                written.ExceptWith(ended);
                return new Imported(written.Count, lines.Count - written.Count - ended.Count, ended.Count);
            }
        }

        throw new InvalidOperationException($"The import lost {MaxRaces} races in a row for the same rows; run it again when nothing else writes them.");
    }

    private Subscription ToSubscription(ImportLine line, DateTimeOffset now)
    {
        var request = line.Request;
        var confirmedAt = line.ConfirmedAt ?? now;
        return request.ToSubscription(ids.Of(request.Address), confirmedAt).Confirmed(confirmedAt);
    }
}

/// <summary>What an import did.</summary>
/// <param name="Added">Subscriptions that are confirmed now and were not before.</param>
/// <param name="Known">Lines that say what was known already.</param>
/// <param name="Ended">Lines left aside because the subscriber had ended the subscription here.</param>
public sealed record Imported(int Added, int Known, int Ended);
