using System.Diagnostics;
using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Mail;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Reads the form of one subscription on the page of its owner.</summary>
internal static class ManageForm
{
    private const int NoHour = -1;
    private const int MaxShown = 40;

    /// <summary>The change that a button stands for, without terms; null for no button of ours.</summary>
    public static SubscriptionChange? Change(PageForm form) => form.Text("do") switch
    {
        "save" => new SubscriptionChange(),
        "pause" => new SubscriptionChange { Paused = true },
        "resume" => new SubscriptionChange { Paused = false },
        "end" => new SubscriptionChange { Ends = true },
        _ => null,
    };

    /// <summary>What was typed.</summary>
    public static TypedTerms Typed(PageForm form) => new(
        form.Text("cadence") ?? "", form.Text("digestHour") ?? "", form.Text("digestTimeZone") ?? "", form.Text("digestDay") ?? "",
        form.Text("include") ?? "", form.Text("exclude") ?? "");

    /// <summary>Reads the terms, or says of each field what is wrong.</summary>
    /// <param name="form">The form.</param>
    /// <param name="court">The court that is followed; null: every one.</param>
    /// <param name="isToWebhook">Whether it is told to a webhook.</param>
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    /// <returns>The terms; not to be used where there are errors.</returns>
    public static SubscriptionTerms Terms(PageForm form, Court? court, bool isToWebhook, out Dictionary<string, string> errors)
    {
        errors = new(StringComparer.Ordinal);
        var cadence = form.Text("cadence");

        // Whoever is told at once wants no hour, which the form sends nevertheless.
        var wantsTime = cadence is not "immediate";
        var terms = SubscriptionTerms.Read(
            new FollowFields
            {
                Cadence = cadence,
                DigestHour = wantsTime ? Hour(form.Text("digestHour")) : null,
                DigestTimeZone = wantsTime ? form.Text("digestTimeZone") : null,
                DigestDay = wantsTime ? form.Text("digestDay") : null,
                Include = form.Lines("include"),
                Exclude = form.Lines("exclude"),
            },
            court,
            errors);
        if (isToWebhook)
        {
            terms.RefuseDigest(errors);
        }

        foreach (var field in errors.Keys.ToList())
        {
            // The others speak to people as they do to programs.
            errors[field] = field switch
            {
                "cadence" when isToWebhook => "A webhook tells each entry at once: choose the first of the list.",
                "cadence" => "This is no choice of the list: choose how often you want e-mail.",
                "digestHour" => "This is no hour of a day: choose one of the list.",
                "digestDay" => "This is no day of the week: choose one of the list.",
                "include" or "exclude" => Said(EventFilter.FaultOf(form.Lines(field))!),
                _ => errors[field],
            };
        }

        return terms;
    }

    private static string Said(EventWordsFault fault) => fault switch
    {
        EventWordsFault.TooMany(var count) => $"These are {count} lines, and {EventFilter.MaxWords} is the most: take some away.",
        EventWordsFault.TooLong(var typed) => $"The line '{Shown(typed)}' has {typed.Length} characters, and {EventFilter.MaxWordLength} is the most: shorten it.",
        EventWordsFault.NoWord(var typed) => $"The line '{Shown(typed)}' has no letter or digit to look for: write a word there, or take the line away.",
        _ => throw new UnreachableException(),
    };

    private static string Shown(string typed) => CourtText.Clean(typed, MaxShown);

    private static int? Hour(string? typed) =>
        typed is null ? null
        : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour
        : NoHour;
}
