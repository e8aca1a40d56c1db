using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Mail;

/// <summary>What a request for confirmation says. HTML and text are both written from it, and so say the same.</summary>
/// <remarks>
/// It repeats nothing that whoever asked could have worded, and so not the words of a query or a filter, nor the host of a webhook: it
/// goes to an address that may be somebody else's. The page behind its link shows them.
/// </remarks>
public sealed record ConfirmationMail
{
    private const int MaxDockets = 100;

    private const string Filtered = "Only some of the events: the page behind the link says which";

    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The dockets to confirm, as many as one mail can hold; at least one.</summary>
    public required IReadOnlyList<ConfirmationMailDocket> Dockets { get; init; }

    /// <summary>Whether courts or words are among what is to be confirmed.</summary>
    public required bool HasOthers { get; init; }

    /// <summary>How many dockets there are beyond those listed; 0 when all are.</summary>
    public required int Further { get; init; }

    /// <summary>The page with the button that confirms.</summary>
    public required Uri Confirm { get; init; }

    /// <summary>Until when the link works, in US Eastern time and UTC.</summary>
    public required string ValidUntil { get; init; }

    /// <summary>Where the reader reaches the operator.</summary>
    public required string Contact { get; init; }

    /// <summary>What a mailbox shows beside the subject.</summary>
    public string Preview => $"Somebody asked Tipstaff to send news to this address. Confirm by {ValidUntil}, or do nothing.";

    /// <summary>Who asked for what, before the list of dockets.</summary>
    public string Request =>
        $"Somebody (you, we hope) asked Tipstaff to send news of {(HasOthers ? "this from the federal courts" : Dockets is [_] ? "this federal court docket" : "these federal court dockets")} to this address:";

    /// <summary>What becomes of later requests, which bring no further mail on that day.</summary>
    public static string Later => "It also confirms what you ask for later: one such mail goes out a day at most.";

    /// <summary>What is to be said of pending subscriptions.</summary>
    /// <param name="pending">What is to be confirmed; at least one.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="confirm">The page that confirms.</param>
    /// <param name="validUntil">When that link stops being good.</param>
    /// <param name="contact">Where the reader reaches the operator.</param>
    public static ConfirmationMail Of(
        IReadOnlyList<Subscription> pending, CourtDirectory courts, Uri confirm, DateTimeOffset validUntil, string contact)
    {
        var further = pending.Count > 1 ? $" (+{pending.Count - 1})" : "";
        return new ConfirmationMail
        {
            Subject = $"Please confirm: news of {NameOf(pending[0])}{further}",
            Dockets = [.. pending.Take(MaxDockets).Select(asked => DocketOf(asked, asked.Court is { } court ? courts[court] : null))],
            HasOthers = pending.Any(asked => asked.Kind is not SubscriptionKind.Case),
            Further = Math.Max(0, pending.Count - MaxDockets),
            Confirm = confirm,
            ValidUntil = $"{CourtTime.Write(validUntil, CourtTime.Eastern)} ({validUntil.UtcDateTime.ToString("MMM d, HH:mm", CultureInfo.InvariantCulture)} UTC)",
            Contact = contact,
        };
    }

    private static ConfirmationMailDocket DocketOf(Subscription asked, Court? court)
    {
        IEnumerable<string> filtered = asked.Filter is null ? [] : [Filtered];
        IEnumerable<string> mute = court is { Feed: null } ? [TermsWords.NoFeed] : [];
        return new(NameOf(asked), court?.Name ?? "Every federal court", [TermsWords.Pace(asked), .. filtered, .. mute]);
    }

    // Without the host of a webhook, which whoever asked could word; the page behind the link names it.
    private static string NameOf(Subscription asked) => asked.Webhook is null ? Followed(asked) : $"{Followed(asked)}, to a webhook";

    private static string Followed(Subscription asked) => asked.Kind switch
    {
        SubscriptionKind.Case => $"{asked.Court} {asked.Docket}",
        SubscriptionKind.Court => $"{asked.Court}, every docket",
        _ => asked.Court is null ? "words in every court" : $"{asked.Court}, words",
    };
}

/// <summary>One docket, court or query to confirm.</summary>
/// <param name="Docket">Court and number, <c>nysd 1:18-cv-03365</c>; or what else is followed, without its words.</param>
/// <param name="CourtName">The court's full name.</param>
/// <param name="Terms">How soon it is told, whether of some events only, and whether anything can be told at all; a sentence each.</param>
public sealed record ConfirmationMailDocket(string Docket, string CourtName, IReadOnlyList<string> Terms);
