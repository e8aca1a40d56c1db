using Tipstaff.StoredData;

namespace Tipstaff.Functions.Storage;

/// <summary>Of which kind a row is, by its keys: see <see cref="TableKeys"/>.</summary>
internal static class TableKinds
{
    /// <summary>The kind of the row of these keys, in whichever table.</summary>
    public static StoredKind Of(string partition, string row) => partition switch
    {
        TableKeys.Courts => StoredKinds.Court,
        TableKeys.Operators => OfOperators(row),
        TableKeys.Alerts or TableKeys.Queues => StoredKinds.DeadLetter,
        TableKeys.Nonces => StoredKinds.Nonce,
        TableKeys.KeyedRequests => Begins(row, "k|") ? StoredKinds.KeyedRequest : StoredKinds.Nonce,
        TableKeys.Migrations => StoredKinds.Checkpoint,
        TableKeys.EveryCourt => StoredKinds.Follower,
        _ => OfMessages(row) ?? OfCourtOrSubscriber(row),
    };

    private static StoredKind OfOperators(string row) =>
        OfMessages(row)
        ?? (Begins(row, "b|") || Begins(row, "t|") ? StoredKinds.Breaker
        : Begins(row, "~e|") ? StoredKinds.Erasure
        : Begins(row, "quota|") ? StoredKinds.Quota
        : row == TableKeys.Canary ? StoredKinds.Canary
        : StoredKinds.Notice);

    private static StoredKind? OfMessages(string row) =>
        Begins(row, "o|") ? StoredKinds.Message
        : Begins(row, "i|") || Begins(row, "~w|") || Begins(row, "~d|") || Begins(row, "~c") ? StoredKinds.MessageIndex
        : null;

    private static StoredKind OfCourtOrSubscriber(string row) => row switch
    {
        TableKeys.Head => StoredKinds.Court,
        TableKeys.Address => StoredKinds.Address,
        TableKeys.Webhooks => StoredKinds.Webhooks,
        _ when Begins(row, "e|") || Begins(row, "d|") => StoredKinds.Entry,
        _ when Begins(row, "t|") => StoredKinds.Told,
        _ when Begins(row, "q|") => StoredKinds.Notes,
        _ when Begins(row, "u|") => StoredKinds.Unreadable,
        _ when Begins(row, "j|") || Begins(row, "~j|") => StoredKinds.Journal,
        _ when Begins(row, "~n|") => StoredKinds.Notice,
        _ when Begins(row, "s|") => StoredKinds.Subscription,
        _ when Begins(row, "g|") => StoredKinds.Digest,
        _ => StoredKinds.Follower,
    };

    private static bool Begins(string row, string prefix) => row.StartsWith(prefix, StringComparison.Ordinal);
}
