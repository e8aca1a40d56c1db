using Tipstaff.Alerts;

namespace Tipstaff.Digests;

/// <summary>The alerts that wait to be told together, by digest and part.</summary>
/// <remarks>
/// A part is open until it is closed; then it never changes again, so that its mail is the same however often it is written. What
/// comes later goes into the next part.
/// </remarks>
public interface IDigests
{
    /// <summary>Puts an alert into the first part of its digest that is open and has room. Doing it twice puts it there once.</summary>
    /// <param name="alert">The alert; it names its digest.</param>
    /// <param name="weight">How much of a mail it takes, at most <paramref name="capacity"/> or by itself.</param>
    /// <param name="capacity">How much one mail holds. An empty part takes any alert.</param>
    /// <param name="cancellationToken">Stops waiting; it is then put there whole or not at all.</param>
    /// <returns>The part in which it stands, now or from before.</returns>
    /// <exception cref="ArgumentException">The alert names no digest.</exception>
    Task<DigestPart> FoldAsync(Alert alert, int weight, int capacity, CancellationToken cancellationToken);

    /// <summary>Closes a part, unless it was closed before, and says what stands in it.</summary>
    /// <returns>Its alerts in the order of their court, docket, making and id; empty where nothing was ever put there.</returns>
    Task<IReadOnlyList<Alert>> CloseAsync(DigestPart part, CancellationToken cancellationToken);
}
