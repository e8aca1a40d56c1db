using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Webhooks;

namespace Tipstaff.Subscriptions;

/// <summary>A request for news of a case, of a whole court, or that meets words, read from what a person or a program typed.</summary>
/// <remarks>
/// A docket is followed under its number as the court's feed writes it, as a number without its office may name several dockets of a
/// court. A number in another form than the court's (<see cref="Court.DocketNumberForms"/>) is refused, never completed. Limits: of
/// a bankruptcy court whose form is not known, a number in the wrong form is taken and meets no entry; and in no court is looked up
/// whether the docket exists.
/// </remarks>
public sealed record FollowRequest
{
    /// <summary>The channel that is no URL.</summary>
    public const string Email = "email";

    private const int MaxShown = 40;

    /// <summary>Whose request it is.</summary>
    public required EmailAddress Address { get; init; }

    /// <summary>The court; null for words in every court.</summary>
    public required Court? Court { get; init; }

    /// <summary>The docket; null unless a case is followed.</summary>
    public DocketNumber? Docket { get; init; }

    /// <summary>The words; null unless words are looked for.</summary>
    public EntryQuery? Query { get; init; }

    /// <summary>Where alerts go in place of the address; null for e-mail.</summary>
    public WebhookUrl? Webhook { get; init; }

    /// <summary>How soon, when, and of which events.</summary>
    public SubscriptionTerms Terms { get; init; } = SubscriptionTerms.Usual;

    /// <summary>Reads a request, or says of each field what is wrong and how to mend it.</summary>
    /// <param name="fields">What was typed.</param>
    /// <param name="errors">By field, as the API names it, a sentence each; empty on success.</param>
    /// <returns>The request, or null when there are errors.</returns>
    public static FollowRequest? Read(FollowFields fields, out IReadOnlyDictionary<string, string> errors)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!EmailAddress.TryParse(fields.Email, out var address))
        {
            found["email"] = string.IsNullOrWhiteSpace(fields.Email)
                ? "An e-mail address is missing: write it like ada@example.com."
                : "This is no e-mail address: write it like ada@example.com.";
        }

        var query = ReadQuery(fields, found);
        var court = ReadCourt(fields, found);
        var docket = ReadDocket(fields, court, found);
        var webhook = ReadWebhook(fields, found);
        var terms = SubscriptionTerms.Read(fields, court, found);
        if (webhook is not null)
        {
            terms.RefuseDigest(found);
        }

        errors = found;
        return found.Count == 0
            ? new FollowRequest { Address = address!, Court = court, Docket = docket, Query = query, Webhook = webhook, Terms = terms }
            : null;
    }

    /// <summary>The pending subscription that the request asks for.</summary>
    /// <param name="subscriber">The id of <see cref="Address"/>.</param>
    /// <param name="now">The present moment, UTC.</param>
    public Subscription ToSubscription(SubscriberId subscriber, DateTimeOffset now) => Terms.Of(
        Docket is not null ? Subscription.ToCase(subscriber, Address, Court!.Id, Docket, now, Webhook)
        : Query is not null ? Subscription.ToQuery(subscriber, Address, Court?.Id, Query, now, Webhook)
        : Subscription.ToCourt(subscriber, Address, Court!.Id, now, Webhook));

    private static WebhookUrl? ReadWebhook(FollowFields fields, Dictionary<string, string> errors)
    {
        if (fields.Channel is null or Email)
        {
            return null;
        }

        var reading = WebhookUrl.Read(fields.Channel);
        if (reading is WebhookUrlReading.Refused refused)
        {
            errors["channel"] = fields.Channel.Contains("://", StringComparison.Ordinal)
                ? refused.Reason
                : $"There is no such channel: write {Email}, or the URL of a webhook, like https://hooks.example.com/tipstaff.";
        }

        return (reading as WebhookUrlReading.Valid)?.Url;
    }

    private static EntryQuery? ReadQuery(FollowFields fields, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(fields.Query))
        {
            return null;
        }

        if (!string.IsNullOrWhiteSpace(fields.DocketNumber))
        {
            errors["query"] = "A docket number and a query cannot be followed as one: ask for each by itself.";
            return null;
        }

        if (EntryQuery.TryParse(fields.Query, out var query))
        {
            return query;
        }

        errors["query"] = $"'{Shown(fields.Query)}' cannot be looked for: write one to {EntryQuery.MaxTerms} words, such as acme \"john doe\", "
            + $"one of them of two letters, in at most {EntryQuery.MaxLength} characters.";
        return null;
    }

    private static Court? ReadCourt(FollowFields fields, Dictionary<string, string> errors)
    {
        if (string.IsNullOrWhiteSpace(fields.Court) && !string.IsNullOrWhiteSpace(fields.Query))
        {
            return null;
        }

        var reading = CourtDirectory.Default.Read(fields.Court);
        if (reading is CourtReading.Found(var court))
        {
            return court;
        }

        errors["court"] = reading is CourtReading.Several(var courts)
            ? $"'{Shown(fields.Court)}' fits several courts: write the id of one, {Listed(courts)}."
            : string.IsNullOrWhiteSpace(fields.Court)
            ? "A court is missing: write its name, or CM/ECF's id, such as nysd, nysb or ca9."
            : $"No federal court is known as '{Shown(fields.Court)}': write it like Southern District of New York, or CM/ECF's id, nysd.";
        return null;
    }

    private static string Listed(IReadOnlyList<Court> courts)
    {
        var named = courts.Select(court => $"{court.Id} ({court.ShortName})").ToList();
        return $"{string.Join(", ", named.SkipLast(1))} or {named[^1]}";
    }

    private static DocketNumber? ReadDocket(FollowFields fields, Court? court, Dictionary<string, string> errors)
    {
        // An empty number is a mistake: a whole court is followed by leaving the field out.
        if (fields.DocketNumber is null || court is null)
        {
            return null;
        }

        if (!DocketNumber.TryParse(TypedDocketNumber.Spelt(fields.DocketNumber), court.Id.Class, out var docket))
        {
            errors["docketNumber"] = $"'{Shown(fields.DocketNumber)}' is no docket number of {court.Id}: write it like {court.DocketNumberHint}.";
        }
        else if (!court.DocketNumberForms.Contains(docket.Form))
        {
            errors["docketNumber"] = $"'{Shown(fields.DocketNumber)}' is not how {court.Id} writes its docket numbers: write it like {court.DocketNumberHint}.";
        }

        return docket;
    }

    // What was typed is shown back: short, and without anything that could break a line or a terminal.
    private static string Shown(string? typed) => CourtText.Clean(typed, MaxShown);
}
