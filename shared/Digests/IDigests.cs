using Tipstaff.Alerts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Digests;

/// <summary>The alerts that wait to be told together, by digest.</summary>
/// <remarks>
/// Whoever puts an alert in disturbs nobody who does the same at the same moment, as all of a digest do. What a part holds is decided
/// when it is closed, and never changes again, so that its mail is the same however often it is written.
/// </remarks>
public interface IDigests
{
    /// <summary>Puts an alert into its digest. Doing it twice puts it there once.</summary>
    /// <param name="alert">The alert; it names its digest.</param>
    /// <param name="weight">How much of a mail it takes.</param>
    /// <param name="cancellationToken">Stops waiting; it is then put there whole or not at all.</param>
    /// <returns>The part that tells it, or the first that is open and may: it, or one behind it, holds the alert once it is closed.</returns>
    /// <exception cref="ArgumentException">The alert names no digest.</exception>
    Task<DigestPart> FoldAsync(Alert alert, int weight, CancellationToken cancellationToken);

    /// <summary>Closes a part, unless it was closed before: it gets as many of the digest's alerts as a mail holds.</summary>
    /// <param name="part">The part.</param>
    /// <param name="capacity">How much a mail holds; what is heavier has a part of its own.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<ClosedPart> CloseAsync(DigestPart part, int capacity, CancellationToken cancellationToken);

    /// <summary>Writes down which alerts of a closed part its mail tells, before it does; the last word counts. Nothing is written of an open one.</summary>
    /// <param name="part">The part.</param>
    /// <param name="told">Those of its alerts; none where nothing of it is told.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task TellAsync(DigestPart part, IReadOnlyCollection<AlertId> told, CancellationToken cancellationToken);

    /// <summary>The subscriptions with an alert in a subscriber's digests of a span of time.</summary>
    /// <param name="subscriber">Whose digests.</param>
    /// <param name="after">Digests that went out up to this moment are left out, UTC.</param>
    /// <param name="until">The last moment at which a digest went out that counts, UTC.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    Task<IReadOnlySet<SubscriptionId>> SubscriptionsAsync(SubscriberId subscriber, DateTimeOffset after, DateTimeOffset until, CancellationToken cancellationToken);
}

/// <summary>A part of a digest that does not change any more.</summary>
/// <param name="Alerts">Its alerts, in the order of <see cref="DigestOrder"/>; empty where none waited, and then it is not closed.</param>
/// <param name="HasMore">Whether others of the digest wait for the next part.</param>
public sealed record ClosedPart(IReadOnlyList<Alert> Alerts, bool HasMore)
{
    /// <summary>What its mail tells of them, as far as that is written down; null where it is not.</summary>
    public IReadOnlyList<AlertId>? Told { get; init; }

    /// <summary>What the mails of the parts before it tell of its dockets.</summary>
    public IReadOnlyList<Alert> Before { get; init; } = [];

    /// <summary>The parts before it that have something on its dockets, and of which it is not written down what they tell; ascending.</summary>
    public IReadOnlyList<int> Undecided { get; init; } = [];

    /// <summary>The part, of what all parts up to it have on its dockets.</summary>
    /// <param name="own">Its alerts.</param>
    /// <param name="told">What its mail tells of them; null where that is not written down.</param>
    /// <param name="before">What the parts before it have on its dockets, with their numbers.</param>
    /// <param name="toldBefore">What the mails of those tell, as far as that is written down.</param>
    /// <param name="hasMore">Whether others of the digest wait for the next part.</param>
    public static ClosedPart Of(
        IEnumerable<Alert> own,
        IReadOnlyList<AlertId>? told,
        IReadOnlyList<(int Part, Alert Alert)> before,
        IReadOnlyDictionary<int, IReadOnlyList<AlertId>> toldBefore,
        bool hasMore) => new(DigestOrder.Of(own), hasMore)
        {
            Told = told,
            Before = DigestOrder.Of(before.Where(one => toldBefore.GetValueOrDefault(one.Part)?.Contains(one.Alert.Id) is true).Select(one => one.Alert)),
            Undecided = [.. before.Select(one => one.Part).Where(number => !toldBefore.ContainsKey(number)).Distinct().Order()],
        };
}
