namespace Tipstaff.Signatures;

/// <summary>The nonces of signatures that were accepted, so that none is accepted twice.</summary>
public interface INonces
{
    /// <summary>Writes the nonce down unless it is there: one conditional write, lasting before it returns.</summary>
    /// <param name="keyId">The key that signed; nonces of different keys have nothing to do with each other. 1 to 64 characters.</param>
    /// <param name="nonce">
    /// As the client chose it: 1 to 256 characters of printable ASCII, case and all. A store that cannot have some of them in a key hashes it.
    /// </param>
    /// <param name="until">Until when it must be remembered; from then on it may be forgotten.</param>
    /// <param name="cancellationToken">Stops waiting; the nonce may then be written or not.</param>
    /// <returns>False when it was there: the request is a replay.</returns>
    Task<bool> TryUseAsync(string keyId, string nonce, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes away nonces that need not be remembered any more.</summary>
    /// <param name="now">Those whose <c>until</c> is up to this moment, UTC.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="cancellationToken">Stops in between.</param>
    /// <returns>How many were taken away; fewer than <paramref name="max"/> when none is left.</returns>
    Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);
}
