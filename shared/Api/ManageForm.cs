using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Reads the form of one subscription on the page of its owner.</summary>
internal static class ManageForm
{
    private const int NoHour = -1;

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
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    /// <returns>The terms; not to be used where there are errors.</returns>
    public static SubscriptionTerms Terms(PageForm form, Court? court, out Dictionary<string, string> errors)
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
        if (errors.ContainsKey("digestHour"))
        {
            errors["digestHour"] = "This is no hour of a day: choose one of the list.";
        }

        return terms;
    }

    private static int? Hour(string? typed) =>
        typed is null ? null
        : int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var hour) ? hour
        : NoHour;
}
