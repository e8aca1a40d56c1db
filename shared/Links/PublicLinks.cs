using Microsoft.Extensions.Options;
using Tipstaff.Subscriptions;

namespace Tipstaff.Links;

/// <summary>The addresses that our mails and pages point to. Those with a token are secrets: never logged.</summary>
/// <remarks>The options are read at each call, so that a head may learn its own port before the first mail.</remarks>
public sealed class PublicLinks(LinkTokens tokens, IOptions<LinkOptions> options, TimeProvider clock)
{
    /// <summary>The page on which a subscriber confirms what is pending.</summary>
    /// <param name="subscriber">Who is to confirm.</param>
    /// <param name="issuedAt">From when its lifetime counts, and whose moment's key signs it; null: now.</param>
    public Uri Confirm(SubscriberId subscriber, DateTimeOffset? issuedAt = null) =>
        WithToken("confirm", LinkPurpose.Confirm, subscriber.Value, issuedAt, options.Value.ConfirmLifetime);

    /// <summary>Where one subscription is ended: by hand, or by one click of a mail program (RFC 8058).</summary>
    /// <param name="subscription">What is to end.</param>
    /// <param name="issuedAt">From when its lifetime counts, and whose moment's key signs it; null: now.</param>
    public Uri Unsubscribe(SubscriptionId subscription, DateTimeOffset? issuedAt = null) =>
        WithToken("unsubscribe", LinkPurpose.Unsubscribe, subscription.Value, issuedAt, options.Value.UnsubscribeLifetime);

    /// <summary>Where all that comes in digests is ended: by hand, or by one click of a mail program (RFC 8058).</summary>
    /// <param name="subscriber">Whose digests.</param>
    /// <param name="madeAt">When the digest was made, from when its lifetime counts: the link tells by it which digest it is of. Null: now.</param>
    /// <param name="signedAt">Whose moment's key signs it; null: that of <paramref name="madeAt"/>.</param>
    public Uri UnsubscribeDigests(SubscriberId subscriber, DateTimeOffset? madeAt = null, DateTimeOffset? signedAt = null) =>
        WithToken("unsubscribe", LinkPurpose.UnsubscribeDigests, subscriber.Value, madeAt, options.Value.UnsubscribeLifetime, signedAt);

    /// <summary>From when the lifetime of such a link counts, by the lifetime that is set now.</summary>
    /// <param name="token">Its token, which was found valid.</param>
    public DateTimeOffset UnsubscribeIssuedAt(string token) => LinkTokens.ExpiryOf(token) - options.Value.UnsubscribeLifetime;

    /// <summary>The page on which a subscriber sees and changes all subscriptions.</summary>
    /// <param name="subscriber">Whose they are.</param>
    /// <param name="issuedAt">From when its lifetime counts, and whose moment's key signs it; null: now.</param>
    public Uri Manage(SubscriberId subscriber, DateTimeOffset? issuedAt = null) =>
        WithToken("manage", LinkPurpose.Manage, subscriber.Value, issuedAt, options.Value.ManageLifetime);

    /// <summary>The token of a link to that page, for the forms of a page that its subscriber was led to.</summary>
    /// <param name="subscriber">Whose subscriptions.</param>
    public string ManageToken(SubscriberId subscriber)
    {
        var now = clock.GetUtcNow();
        return tokens.Mint(LinkPurpose.Manage, subscriber.Value, now + options.Value.ManageLifetime, now);
    }

    /// <summary>The public page on how the courts and providers are.</summary>
    public Uri Status() => new($"{Root()}/status");

    /// <summary>The moment at which a link to confirm stops being good.</summary>
    /// <param name="issuedAt">From when its lifetime counts; null: now.</param>
    public DateTimeOffset ExpiryOfConfirm(DateTimeOffset? issuedAt = null) => (issuedAt ?? clock.GetUtcNow()) + options.Value.ConfirmLifetime;

    private Uri WithToken(string page, LinkPurpose purpose, string subject, DateTimeOffset? issuedAt, TimeSpan lifetime, DateTimeOffset? signedAt = null)
    {
        var now = clock.GetUtcNow();
        var issued = issuedAt ?? now;
        return new($"{Root()}/{page}?token={tokens.Mint(purpose, subject, issued + lifetime, signedAt ?? issued, now)}");
    }

    private string Root() =>
        options.Value.PublicUrl?.GetLeftPart(UriPartial.Path).TrimEnd('/')
        ?? throw new InvalidOperationException("Links:PublicUrl is not set: give the address under which readers reach this installation.");
}
