namespace Tipstaff.Preflights;

/// <summary>How a commit stands to what is deployed, as the history tells it.</summary>
/// <param name="Commit">The commit that is to be deployed.</param>
/// <param name="Deployed">The commit that runs now; null before the first deployment.</param>
/// <param name="KnowsDeployed">Whether the clone has the deployed commit.</param>
/// <param name="FollowsDeployed">Whether the deployed commit is the commit itself, or among those before it.</param>
/// <param name="PrecedesDeployed">Whether the commit is among those before the deployed one.</param>
/// <param name="IsInMain">Whether main has the commit; null where that is not asked.</param>
public sealed record Lineage(string Commit, string? Deployed, bool KnowsDeployed, bool FollowsDeployed, bool PrecedesDeployed, bool? IsInMain);

/// <summary>Refuses a commit that would take back what is deployed.</summary>
public static class LineageCheck
{
    /// <summary>Looks at how the commit stands to the deployed one, and to main.</summary>
    public static IEnumerable<Finding> Run(Lineage lineage)
    {
        var commit = Short(lineage.Commit);
        if (lineage.IsInMain is false)
        {
            yield return new Finding.Refused($"{commit} is not in main", "merge it, and deploy what the merge built");
        }

        if (lineage.Deployed is not { } deployed)
        {
            yield break;
        }

        if (!lineage.KnowsDeployed)
        {
            yield return new Finding.Refused(
                $"What runs now, {Short(deployed)}, is no commit of this clone",
                "fetch the history, or look at who deployed what is in no branch");
        }
        else if (deployed == lineage.Commit)
        {
            yield return new Finding.NeedsAttention($"{commit} runs already: nothing but settings and infrastructure can change.");
        }
        else if (lineage.PrecedesDeployed)
        {
            yield return new Finding.Refused(
                $"{commit} is behind {Short(deployed)}, which runs now",
                "deploy a later commit, or revert what is wrong on main; to go back to the last good release, run roll-back.sh");
        }
        else if (!lineage.FollowsDeployed)
        {
            yield return new Finding.Refused(
                $"{commit} does not follow {Short(deployed)}, which runs now, and would take its changes back",
                "merge main into the branch, and deploy what the merge built");
        }
    }

    /// <summary>The first digits of a commit, as people write it.</summary>
    public static string Short(string commit) => commit.Length > 10 ? commit[..10] : commit;
}
