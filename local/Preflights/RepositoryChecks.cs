using Tipstaff.Local.Commands;
using Tipstaff.Preflights;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Preflights;

/// <summary>What the history tells of a commit that is to be deployed.</summary>
/// <param name="clone">The clone.</param>
internal sealed class RepositoryChecks(GitClone clone)
{
    private const string HostJson = "host.json";
    private const string Pins = "Directory.Packages.props";

    /// <summary>The commit of a release; detached or not, it is the commit that counts.</summary>
    public async Task<string> CommitAsync(ReleaseVersion version, CancellationToken cancellationToken) =>
        await clone.FindAsync(version.Commit, cancellationToken) ?? throw new CommandFailure(
            $"The artifact's commit {LineageCheck.Short(version.Commit)} is not in this clone: fetch its history (git fetch --unshallow, or fetchDepth: 0), and run it again.");

    /// <summary>How a commit stands to the deployed one.</summary>
    public async Task<Lineage> LineageAsync(string commit, string? deployed, bool asksForMain, CancellationToken cancellationToken)
    {
        if (await clone.IsShallowAsync(cancellationToken))
        {
            throw new CommandFailure("This clone has the last commits only, which tell nothing about what runs: fetch the history with git fetch --unshallow (fetchDepth: 0).");
        }

        bool? isInMain = null;
        if (asksForMain)
        {
            var main = await clone.FindMainAsync(cancellationToken)
                ?? throw new CommandFailure("This clone has no branch main, neither its own nor of origin: fetch it with git fetch origin main:refs/remotes/origin/main.");
            isInMain = await clone.PrecedesAsync(commit, main, cancellationToken);
        }

        var knows = deployed is not null && await clone.FindAsync(deployed, cancellationToken) is not null;
        return new Lineage(
            commit,
            deployed,
            knows,
            knows && await clone.PrecedesAsync(deployed!, commit, cancellationToken),
            knows && deployed != commit && await clone.PrecedesAsync(commit, deployed!, cancellationToken),
            isInMain);
    }

    /// <summary>The commits since the deployed one; before the first deployment none is judged.</summary>
    public async Task<IReadOnlyList<DeployedCommit>> CommitsAsync(Lineage lineage, CancellationToken cancellationToken) =>
        lineage is { KnowsDeployed: true, Deployed: { } deployed } ? await clone.CommitsAsync(deployed, lineage.Commit, cancellationToken) : [];

    /// <summary>What became of pinned packages; null before the first deployment.</summary>
    public async Task<PackagePins?> PackagesAsync(Lineage lineage, CancellationToken cancellationToken) =>
        lineage is { KnowsDeployed: true, Deployed: { } deployed }
            && await clone.ReadAsync(deployed, Pins, cancellationToken) is { } before && await clone.ReadAsync(lineage.Commit, Pins, cancellationToken) is { } after
            ? Understood(() => PackagePins.Between(before, after))
            : null;

    /// <summary>What the commits changed that runs across deployments.</summary>
    public async Task<IReadOnlyList<Finding>> OrchestrationsAsync(Lineage lineage, CancellationToken cancellationToken)
    {
        if (lineage is not { KnowsDeployed: true, Deployed: { } deployed } || await SourcesAsync(deployed, cancellationToken) is not { } before)
        {
            return [];
        }

        var after = await SourcesAsync(lineage.Commit, cancellationToken)
            ?? throw new CommandFailure($"{LineageCheck.Short(lineage.Commit)} has no {HostJson}: put it back, or deploy another commit.");
        List<ChangedSource> others = [];
        foreach (var path in await clone.ChangedAsync(deployed, lineage.Commit, ["shared/*.cs", "functions/*.cs"], cancellationToken))
        {
            if (await clone.ReadAsync(lineage.Commit, path, cancellationToken) is { } text)
            {
                others.Add(new ChangedSource(path, text));
            }
        }

        return Understood(() => OrchestrationCheck.Run(before, after, others).ToList());
    }

    /// <summary>Whether two programs that run beside each other would read each other's rows.</summary>
    public async Task<IReadOnlyList<Finding>> StoredDataAsync(Lineage lineage, CancellationToken cancellationToken)
    {
        if (lineage is not { KnowsDeployed: true, Deployed: { } deployed })
        {
            return [];
        }

        var (before, after) = (await clone.ReadAsync(deployed, StoredDataManifest.Path, cancellationToken), await clone.ReadAsync(lineage.Commit, StoredDataManifest.Path, cancellationToken));
        return after is null
            ? throw new CommandFailure($"{LineageCheck.Short(lineage.Commit)} does not say what it stores: put {StoredDataManifest.Path} back.")
            : Understood(() => StoredDataCheck.Run(before is null ? null : StoredDataManifest.Parse(before), StoredDataManifest.Parse(after)).ToList());
    }

    /// <summary>What speaks against going back to an earlier release from a commit that has run.</summary>
    public async Task<IReadOnlyList<Finding>> RollBackAsync(Lineage lineage, string lastGood, CancellationToken cancellationToken)
    {
        var back = lineage with { Deployed = lastGood, KnowsDeployed = true };
        IReadOnlyList<Finding> findings = [.. await StoredDataAsync(back, cancellationToken), .. await OrchestrationsAsync(back, cancellationToken)];
        return [.. findings.OfType<Finding.Refused>().Select(refused => refused with
        {
            Reason = $"A roll back to {LineageCheck.Short(lastGood)}, the last good release, would misread what this one leaves; with that as the deployed code: {refused.Reason}",
        })];
    }

    // Null for a commit from before there was a head on Azure.
    private async Task<OrchestrationSources?> SourcesAsync(string commit, CancellationToken cancellationToken)
    {
        if (await clone.ReadAsync(commit, HostJson, cancellationToken) is not { } host)
        {
            return null;
        }

        var triggered = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in await clone.WithWordAsync(commit, OrchestrationCheck.Attributes, "functions", cancellationToken))
        {
            triggered[path] = await clone.ReadAsync(commit, path, cancellationToken) ?? "";
        }

        return new OrchestrationSources(triggered, host);
    }

    private static T Understood<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new CommandFailure($"{error.Message.TrimEnd('.')}: mend it in the repository, and deploy what that builds.");
        }
    }
}
