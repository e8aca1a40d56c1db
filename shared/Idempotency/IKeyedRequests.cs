namespace Tipstaff.Idempotency;

/// <summary>The requests that came with a key, each with its answer once it has one. Writes are conditional on the version that was read.</summary>
public interface IKeyedRequests
{
    /// <summary>The request of this key, expired or not; null for none.</summary>
    Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken);

    /// <summary>Writes the request on top of the version that it bears (0: no row yet); the stored version is one higher.</summary>
    /// <returns>False when another version is stored: read again. Nothing was written then.</returns>
    Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken);

    /// <summary>Takes away requests whose time is over.</summary>
    /// <param name="now">Those with an end up to this moment, UTC.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <returns>How many times were looked at; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);
}
