using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>Reads the form of the first page.</summary>
internal static class SubscribeForm
{
    /// <summary>What was typed.</summary>
    public static TypedSubscription Typed(PageForm form) => new(
        form.Text("email"), form.Text("court"), form.Text("docketNumber"), form.Text("query"), form.Text("everyDocket") is not null, form.Text("cadence"),
        form.Text("channel"));

    /// <summary>Reads what was typed, or says of each field what is wrong.</summary>
    /// <param name="typed">What was typed.</param>
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    public static FollowRequest? Read(TypedSubscription typed, out IReadOnlyDictionary<string, string> errors)
    {
        var fields = new FollowFields
        {
            Email = typed.Email,
            Court = typed.Court,
            DocketNumber = typed.DocketNumber,
            Query = typed.Words,
            Cadence = typed.Cadence,
            Channel = typed.Channel,
        };
        var request = FollowRequest.Read(fields, out var found);
        var all = new Dictionary<string, string>(found, StringComparer.Ordinal);
        if (typed is { DocketNumber: null, Words: null, IsEveryDocket: false })
        {
            // A whole court is followed by those alone who say so.
            all["docketNumber"] = "What to follow is missing: write a docket number or words, or tick every docket of the court.";
        }
        else if (typed is { IsEveryDocket: true } and not { DocketNumber: null, Words: null })
        {
            all["everyDocket"] = "Every docket and something of it cannot be followed as one: empty the fields, or take the tick away.";
        }

        errors = all;
        return all.Count == 0 ? request : null;
    }
}
