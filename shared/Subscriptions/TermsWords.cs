using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Webhooks;

namespace Tipstaff.Subscriptions;

/// <summary>The terms of a subscription in words: pages and mails say by them what their reader will be told, and what not.</summary>
internal static class TermsWords
{
    /// <summary>What is said to whoever follows a court without a feed.</summary>
    public const string NoFeed = "No feed of this court is known: nothing can be told of it yet.";

    /// <summary>How soon and when: <c>one e-mail a week, on Mondays at 8:00 AM, America/New_York time</c>.</summary>
    /// <param name="cadence">How soon.</param>
    /// <param name="digestAt">When digests go out; null for <see cref="DigestTime.Usual"/>.</param>
    /// <param name="webhook">Where it is told in place of the address; null for e-mail.</param>
    public static string Pace(Cadence cadence, DigestTime? digestAt, WebhookUrl? webhook)
    {
        var at = digestAt ?? DigestTime.Usual;
        var hour = $"at {new TimeOnly(at.Hour, 0).ToString("h:mm tt", CultureInfo.InvariantCulture)}, {at.TimeZone} time";
        return cadence switch
        {
            Cadence.Daily => $"{CadenceWords.Of(cadence)}, {hour}",
            Cadence.Weekly => $"{CadenceWords.Of(cadence)}, on {at.Day}s {hour}",
            Cadence.Immediate when webhook is not null => "a message for each entry, at once",
            _ => CadenceWords.Of(cadence),
        };
    }

    /// <summary>How soon and when it tells, as a sentence begins.</summary>
    public static string Pace(Subscription subscription) => Begun(Pace(subscription.Cadence, subscription.DigestAt, subscription.Webhook));

    /// <summary>What it tells and what not: how soon, of which events, and where the court has no feed that nothing can be told.</summary>
    /// <param name="subscription">It.</param>
    /// <param name="court">The court that is followed; null for every court, and for one that is not known.</param>
    public static IReadOnlyList<string> Of(Subscription subscription, Court? court)
    {
        var lines = new List<string> { Pace(subscription) };
        if (subscription.Filter is { Include: [_, ..] include })
        {
            lines.Add($"Only events with any of these words: {string.Join(", ", include)}");
        }

        if (subscription.Filter is { Exclude: [_, ..] exclude })
        {
            lines.Add($"No events with any of these words: {string.Join(", ", exclude)}");
        }

        if (court is { Feed: null })
        {
            lines.Add(NoFeed);
        }

        return lines;
    }

    private static string Begun(string words) => $"{char.ToUpperInvariant(words[0])}{words[1..]}";
}
