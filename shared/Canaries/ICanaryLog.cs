namespace Tipstaff.Canaries;

/// <summary>The one stored row of the canary.</summary>
public interface ICanaryLog
{
    /// <summary>What is stored; null where there has been no canary.</summary>
    Task<CanaryRecord?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Writes it if its stored version is still the one that was read (0: none yet); the version then grows by one.</summary>
    /// <param name="next">As it shall be, with the version that was read.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>False when it has changed since it was read: nothing was written, read again.</returns>
    Task<bool> TryWriteAsync(CanaryRecord next, CancellationToken cancellationToken);
}
