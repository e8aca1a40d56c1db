using System.Text.RegularExpressions;
using Tipstaff.Courthouse;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>What a subscription is about, told by other means than the product's.</summary>
internal static class Wanted
{
    /// <summary>Whether the subscription asks for the entry, whenever that was filed.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="filed">The entry as it was filed.</param>
    /// <param name="labels">The labels that it had.</param>
    public static bool Is(Subscription subscription, FiledEntry filed, IReadOnlyList<string> labels) =>
        (subscription.Court is null || subscription.Court == filed.Court)
        && (subscription.Docket is null || subscription.Docket == filed.Docket)
        && subscription.Query?.Value.Split(' ').All(word => Has(string.Join('|', [filed.Caption, filed.Trustee ?? "", .. labels]), word)) is not false
        && (subscription.Filter is not { } filter || labels.Count == 0
            || ((filter.Include.Count == 0 || labels.Any(label => filter.Include.Any(word => Has(label, word))))
                && !labels.All(label => filter.Exclude.Any(word => Has(label, word)))));

    private static bool Has(string text, string word) =>
        Regex.IsMatch(text, $@"(?<![\p{{L}}\p{{N}}]){Regex.Escape(word)}(?![\p{{L}}\p{{N}}])", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
