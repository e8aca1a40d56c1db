namespace Tipstaff.Links;

/// <summary>The keys of an installation's links: one signs, those before it are good for a time.</summary>
public sealed class LinkKeyRing
{
    /// <summary>
    /// How long links are good once another key signs. It is as long as a link to unsubscribe has to work after its mail was sent (16 CFR
    /// 316.3, 30 days), and each later mail bears new ones.
    /// </summary>
    public static readonly TimeSpan OldLinksGoodFor = TimeSpan.FromDays(30);

    /// <summary>How long before it signs a new key should be known, so that all processes have it when the first link comes back to one of them.</summary>
    public static readonly TimeSpan KnownBefore = TimeSpan.FromMinutes(10);

    private readonly LinkKey[] _keys;

    /// <summary>The keys, in any order.</summary>
    /// <param name="first">The key with which the installation began.</param>
    /// <param name="further">Those that took its place, one after the other, by the moments from which they sign.</param>
    public LinkKeyRing(LinkKey first, params IEnumerable<LinkKey> further) =>
        _keys = [first, .. further.OrderBy(key => key.SignsFrom).ThenBy(key => key.Id)];

    /// <summary>These keys and further ones.</summary>
    public LinkKeyRing With(params IEnumerable<LinkKey> further) => new(_keys[0], _keys[1..].Concat(further));

    /// <summary>The key that signs at a moment: of those whose time has come the latest.</summary>
    public LinkKey Signing(DateTimeOffset now) => _keys.Last(key => key.SignsFrom <= now);

    /// <summary>
    /// The key for what was issued at a moment, so that a message that is written again is the same although another key signs by now:
    /// the one that signed then, while its links are good; afterwards the one that signs now.
    /// </summary>
    /// <param name="issuedAt">When it was issued, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    public LinkKey SigningFor(DateTimeOffset issuedAt, DateTimeOffset now) =>
        Signing(issuedAt < now ? issuedAt : now) is var key && IsGood(key, now) ? key : Signing(now);

    /// <summary>The keys that a token of this id may be of: none, or one but for a rare coincidence.</summary>
    public IEnumerable<LinkKey> Named(int? id) => _keys.Where(key => key.Id == id);

    /// <summary>
    /// Whether links of a key are good: until <see cref="OldLinksGoodFor"/> after the moment at which the next one took its place. One
    /// whose time has not come yet is good as well: another process, whose clock is ahead, may have signed with it.
    /// </summary>
    public bool IsGood(LinkKey key, DateTimeOffset now)
    {
        var next = Array.IndexOf(_keys, key) + 1;
        return next == _keys.Length || now - OldLinksGoodFor < _keys[next].SignsFrom;
    }
}
