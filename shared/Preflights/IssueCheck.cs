using System.Text.RegularExpressions;

namespace Tipstaff.Preflights;

/// <summary>A commit that is to be deployed.</summary>
/// <param name="Id">Its 40 digits.</param>
/// <param name="Subject">Its first line.</param>
/// <param name="IsMerge">Whether it joins several: what those change, they answer for themselves.</param>
/// <param name="Issues">The values of its trailers <c>Issue</c>: <c>6</c> or <c>#6</c>.</param>
/// <param name="IssuesOf">The values of its trailers <c>Issue-Of</c>, which name the issue of an earlier commit: <c>COMMIT 6</c>.</param>
public sealed record DeployedCommit(string Id, string Subject, bool IsMerge, IReadOnlyList<string> Issues, IReadOnlyList<string> IssuesOf);

/// <summary>Refuses commits that name no issue: nobody could say what they are for.</summary>
/// <remarks>
/// A commit names its issue by the trailer <c>Issue: N</c> or by <c>#N</c> in its subject. As a merged commit cannot be changed, a later one
/// may name its issue by the trailer <c>Issue-Of: COMMIT N</c>.
/// </remarks>
public static partial class IssueCheck
{
    private const int FewestDigits = 7;

    [GeneratedRegex(@"^#?(?<number>[1-9][0-9]{0,8})$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number { get; }

    // (#6), of #6; no anchor: page#6
    [GeneratedRegex(@"(?<![\w/&])#(?<number>[1-9][0-9]{0,8})\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InSubject { get; }

    /// <summary>Looks at each commit since the deployed one.</summary>
    public static IEnumerable<Finding> Run(IReadOnlyList<DeployedCommit> commits) =>
        from commit in commits
        where !commit.IsMerge && IssuesOf(commit, commits).Count == 0
        let id = LineageCheck.Short(commit.Id)
        select new Finding.Refused(
            $"{id} '{commit.Subject}' names no issue",
            $"give it the trailer 'Issue: N', or, as it is merged already, give a later commit the trailer 'Issue-Of: {id} N'");

    /// <summary>The issues of all commits, in order of number.</summary>
    public static IReadOnlyList<int> Issues(IReadOnlyList<DeployedCommit> commits) =>
        [.. commits.SelectMany(commit => IssuesOf(commit, commits)).Distinct().Order()];

    private static List<int> IssuesOf(DeployedCommit commit, IReadOnlyList<DeployedCommit> commits) =>
    [
        .. commit.Issues.Select(issue => Number.Match(issue.Trim())).Concat(InSubject.Matches(commit.Subject))
            .Concat(commits.SelectMany(other => other.IssuesOf).Select(of => Of(commit, of)))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups["number"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    // 2c26b46b68 6
    private static Match Of(DeployedCommit commit, string issueOf) =>
        issueOf.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [{ Length: >= FewestDigits } id, var number] && commit.Id.StartsWith(id, StringComparison.Ordinal)
            ? Number.Match(number)
            : Match.Empty;
}
