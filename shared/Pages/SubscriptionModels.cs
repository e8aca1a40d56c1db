using Tipstaff.Courts;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Pages;

/// <summary>What a subscriber follows or may follow.</summary>
/// <param name="Court">The court's id; empty for every court.</param>
/// <param name="Number">The docket number, the words looked for, or that it is every docket.</param>
/// <param name="CourtName">The court's name.</param>
public sealed record DocketLine(string Court, string Number, string CourtName)
{
    /// <summary>The webhook where it is told, without what may be secret of its URL; null for e-mail.</summary>
    public string? To { get; init; }

    /// <summary>What is told of it and what not, a sentence each; empty where that is said elsewhere or does not matter.</summary>
    public IReadOnlyList<string> Terms { get; init; } = [];

    /// <summary>What a subscription follows.</summary>
    public static DocketLine Of(Subscription subscription, CourtDirectory courts) => new(
        subscription.Court?.Value ?? "",
        subscription.Kind switch
        {
            SubscriptionKind.Case => subscription.Docket!.Value,
            SubscriptionKind.Query => subscription.Query!.Value,
            _ => "every docket",
        },
        subscription.Court is null ? "every federal court" : courts.TryFind(subscription.Court.Value, out var court) ? court.Name : "")
    {
        To = subscription.Webhook?.ToString(),
    };

    /// <summary>What a subscription follows, with its terms.</summary>
    public static DocketLine WithTerms(Subscription subscription, CourtDirectory courts)
    {
        courts.TryFind(subscription.Court?.Value, out var court);
        return Of(subscription, courts) with { Terms = TermsWords.Of(subscription, court) };
    }
}

/// <summary>What is to be confirmed.</summary>
/// <param name="Token">The token of the link, sent back by the button.</param>
/// <param name="Dockets">The dockets that are pending; at least one.</param>
public sealed record ConfirmModel(string Token, IReadOnlyList<DocketLine> Dockets)
{
    /// <summary>Stands for what is shown, sent back by the button: what is asked for meanwhile, in whoever's name, is not confirmed with it.</summary>
    public required string Shown { get; init; }

    /// <summary>Whether the button was pressed on a page that showed something else.</summary>
    public bool HasChanged { get; init; }

    /// <summary>The page for pending subscriptions.</summary>
    public static ConfirmModel Of(string token, IReadOnlyList<Subscription> pending, CourtDirectory courts) =>
        new(token, [.. pending.Select(subscription => DocketLine.WithTerms(subscription, courts))]) { Shown = ConfirmSubscriptions.Fingerprint(pending) };
}

/// <summary>What was confirmed.</summary>
/// <param name="Dockets">The dockets now followed; empty when all were confirmed before.</param>
public sealed record ConfirmedModel(IReadOnlyList<DocketLine> Dockets)
{
    /// <summary>The secrets of webhooks that were made by this, shown here alone.</summary>
    public IReadOnlyList<SecretLine> Secrets { get; init; } = [];

    /// <summary>The token of the page on which the subscriber manages all; empty where nothing needs it.</summary>
    public string ManageToken { get; init; } = "";

    /// <summary>The page for confirmed subscriptions.</summary>
    /// <param name="confirmed">The subscriptions.</param>
    /// <param name="secrets">The secrets that were made for them.</param>
    /// <param name="manageToken">The token with which the page's forms ask for challenges.</param>
    /// <param name="courts">The courts.</param>
    public static ConfirmedModel Of(IReadOnlyList<Subscription> confirmed, IReadOnlyList<NewSecret> secrets, string manageToken, CourtDirectory courts) =>
        new([.. confirmed.Select(subscription => DocketLine.WithTerms(subscription, courts))])
        {
            Secrets = [.. secrets.Select(made => SecretLine.Of(made, confirmed.First(one => one.Webhook == made.Url).Id))],
            ManageToken = manageToken,
        };
}

/// <summary>A secret that was just made.</summary>
/// <param name="Subscription">A subscription that goes to its webhook.</param>
/// <param name="To">The webhook, without what may be secret of its URL.</param>
/// <param name="Secret">The secret.</param>
/// <param name="HasPrevious">Whether the one before signs beside it for a day.</param>
public sealed record SecretLine(SubscriptionId Subscription, string To, string Secret, bool HasPrevious)
{
    /// <summary>The line of a secret.</summary>
    public static SecretLine Of(NewSecret made, SubscriptionId subscription) => new(subscription, made.Url.ToString(), made.Secret.Reveal(), made.PreviousUntil is not null);
}

/// <summary>What is to be ended.</summary>
/// <param name="Token">The token of the link, sent back by the button.</param>
/// <param name="Dockets">What is followed; at least one.</param>
public sealed record UnsubscribeModel(string Token, IReadOnlyList<DocketLine> Dockets);

/// <summary>What was ended.</summary>
/// <param name="Dockets">What is no longer followed; empty when nothing was any more.</param>
public sealed record UnsubscribedModel(IReadOnlyList<DocketLine> Dockets);

/// <summary>A page that only says something.</summary>
/// <param name="Title">What it is about, in a few words.</param>
/// <param name="Text">What there is to say and to do, in a sentence or two.</param>
public sealed record MessageModel(string Title, string Text)
{
    /// <summary>For a link whose token is not ours, or damaged.</summary>
    public static MessageModel UnknownLink { get; } = new(
        "This link is not valid",
        "It may have been cut off on its way. Copy the whole link from the e-mail, or ask for a new one by following the docket again.");

    /// <summary>For a link whose time is over.</summary>
    public static MessageModel ExpiredLink { get; } = new(
        "This link has expired",
        "Nothing was changed. Each later e-mail of ours bears a new link. To confirm, follow the docket again: a new e-mail comes.");

    /// <summary>For a link whose subscriptions have all been confirmed or ended.</summary>
    public static MessageModel NothingPending { get; } = new(
        "There is nothing to confirm",
        "What this link was for has been confirmed already, or has been ended since.");

    /// <summary>For somebody who asked to be forgotten.</summary>
    public static MessageModel Erased { get; } = new(
        "You are forgotten here",
        "Your address and all that named you are erased, and nothing more is sent. An e-mail that was on its way at this moment may still come.");

    /// <summary>For an address that leads nowhere.</summary>
    public static MessageModel NotFound { get; } = new("There is nothing here", "Nothing is kept at this address: look for a letter that is missing or too many.");

    /// <summary>For an address that is asked in a way that it does not know.</summary>
    public static MessageModel WrongMethod { get; } = new(
        "This cannot be done here", "The address is right, but not the HTTP method: use one of those that the header Allow names.");

    /// <summary>For a request that came too slowly.</summary>
    public static MessageModel TooSlow { get; } = new("The request came too slowly", "Nothing was changed. Send it again.");

    /// <summary>For a request that is larger than any should be.</summary>
    public static MessageModel TooLarge { get; } = new("The request is too large", "Nothing was changed. Send only what was asked for.");

    /// <summary>For a client that asks too often.</summary>
    public static MessageModel TooMany { get; } = new("Too many requests", "Nothing was changed. Wait a minute, and send it again.");

    /// <summary>For a request that makes no sense.</summary>
    public static MessageModel BadRequest { get; } = new("The request cannot be read", "Nothing was changed. Correct it, and send it again.");

    /// <summary>For a form that another site had its visitor send.</summary>
    public static MessageModel ForeignForm { get; } = new(
        "This form did not come from our page", "Nothing was changed. Open our page yourself, and fill in its form.");

    /// <summary>For a fault of ours.</summary>
    public static MessageModel Failed { get; } = new(
        "Something went wrong here", "It was not your doing, and it has been noted. Try again in a few minutes.");
}
