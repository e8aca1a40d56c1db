using System.Text.Json;
using Tipstaff.Deploys;
using Tipstaff.Local.Commands;
using Tipstaff.Preflights;

namespace Tipstaff.Local.Preflights;

/// <summary>Gathers what the checks look at, and has them look.</summary>
internal static class LookBeforeDeploying
{
    private const string Licences = "pipelines/licences.txt";

    /// <summary>Looks at what is given.</summary>
    /// <exception cref="CommandFailure">A part of it is missing or rubbish: nothing can be said.</exception>
    public static async Task<PreflightReport> RunAsync(PreflightInputs inputs, CancellationToken cancellationToken)
    {
        var clone = new GitClone(inputs.Repository);
        var repository = new RepositoryChecks(clone);
        var artifact = inputs.Artifact is { } folder ? new Artifact(folder) : null;
        var version = artifact?.Version;
        var commit = version is null
            ? await clone.FindAsync("HEAD", cancellationToken) ?? throw new CommandFailure($"'{inputs.Repository}' has no commit: run this in a clone of the repository.")
            : await repository.CommitAsync(version, cancellationToken);
        var deployed = await DeployedAsync(inputs, clone, cancellationToken);
        var lineage = await repository.LineageAsync(commit, deployed, asksForMain: artifact is not null, cancellationToken);
        var commits = await repository.CommitsAsync(lineage, cancellationToken);
        List<Finding> findings =
        [
            .. LineageCheck.Run(lineage),
            .. IssueCheck.Run(commits),
            .. await repository.StoredDataAsync(lineage, cancellationToken),
            .. await repository.OrchestrationsAsync(lineage, cancellationToken),
            .. await RollBackAsync(inputs, clone, lineage, cancellationToken),
        ];
        var report = new PreflightReport
        {
            Heading = $"{version?.ToString() ?? LineageCheck.Short(commit)}, in place of {inputs.Deployed ?? deployed ?? PreflightInputs.NothingDeployed}",
            Commits = commits,
            Packages = await repository.PackagesAsync(lineage, cancellationToken),
            Findings = findings,
        };
        if (artifact is null)
        {
            return report with { NotLookedAt = ["settings, infrastructure, packages and tests: give --artifact, --tests, --what-if and --secrets"] };
        }

        findings.AddRange(MeasuresIn(inputs));
        findings.AddRange(TestRunCheck.Run(TestsIn(inputs.Tests!), commit));
        findings.AddRange(VulnerabilityCheck.Run(artifact.Audit));
        findings.AddRange(LicenceCheck.Run(artifact.BuiltIn, await LicencesAsync(clone, commit, cancellationToken)));

        var whatIf = Artifact.Read(inputs.WhatIf!, "Azure's answer to what-if", "run pipelines/scripts/what-if.sh again", bytes => WhatIf.Read(bytes));
        var secrets = Artifact.Read(inputs.Secrets!, "a list of secrets", "let pipelines/scripts/preflight.sh write it", bytes => VaultSecret.Read(System.Text.Encoding.UTF8.GetString(bytes).Split('\n')));
        var current = CurrentIn(inputs.Current);
        var (planned, references) = (whatIf.Settings, whatIf.Settings);
        if (planned is null)
        {
            findings.Add(new Finding.NeedsAttention("Azure's answer does not tell the settings: those that the templates name were looked at with the values that the app has now, and what changes of them shows at the start. Where one is refused that this deployment mends, set it on the app first."));
            // The templates name the secrets of every case, wanted here or not.
            (planned, references) = (artifact.SettingsOfTemplates.With(current), artifact.SettingsOfTemplates.References(current));
        }

        var changes = SettingChanges.Between(current, planned);
        findings.AddRange(SettingCheck.Run(await AppSettingsCheck.RunAsync(artifact.Package, planned, cancellationToken), changes));
        findings.AddRange(SecretCheck.Run(references!, secrets));
        return report with { Settings = inputs.Current is null || whatIf.Settings is null ? null : changes, Infrastructure = whatIf.Changes };
    }

    private static async Task<string?> DeployedAsync(PreflightInputs inputs, GitClone clone, CancellationToken cancellationToken)
    {
        if (inputs.Deployed == PreflightInputs.NothingDeployed)
        {
            return null;
        }

        if (ReleaseVersion.TryParse(inputs.Deployed, out var version))
        {
            return version.Commit;
        }

        if (inputs.Artifact is not null)
        {
            throw new CommandFailure($"'{inputs.Deployed}' is no version that can run: look at /health, which names it like 20261121.3+COMMIT, or say --deployed none before the first deployment.");
        }

        return inputs.Deployed is { } name
            ? await clone.FindAsync(name, cancellationToken) ?? throw new CommandFailure($"'{name}' is no commit of this clone: fetch it, or name another.")
            : await clone.FindMainAsync(cancellationToken) ?? throw new CommandFailure("This clone has no branch main to compare with: say --deployed COMMIT.");
    }

    // A roll back deploys the last good release, which need not be the one that runs.
    private static async Task<IReadOnlyList<Finding>> RollBackAsync(PreflightInputs inputs, GitClone clone, Lineage lineage, CancellationToken cancellationToken)
    {
        if (inputs.LastGood is not { } lastGood)
        {
            return [];
        }

        if (!ReleaseVersion.TryParse(lastGood, out var version))
        {
            throw new CommandFailure($"'{lastGood}' is no version to roll back to: name the last good release like 20261121.3+COMMIT, or leave --last-good away where none is kept.");
        }

        var commit = await clone.FindAsync(version.Commit, cancellationToken) ?? throw new CommandFailure(
            $"The last good release's commit {LineageCheck.Short(version.Commit)} is not in this clone: fetch its history (git fetch --unshallow, or fetchDepth: 0), and run it again.");
        return commit == lineage.Deployed || commit == lineage.Commit ? [] : await new RepositoryChecks(clone).RollBackAsync(lineage, commit, cancellationToken);
    }

    private static IEnumerable<Finding> MeasuresIn(PreflightInputs inputs) => inputs.Measures is { } path
        ? MeasureCheck.Run(
            Artifact.Read(path, "an answer that tells the vital signs", "look why the workspace does not answer, as nobody could watch the deployment", bytes => MetricPointReader.Read(bytes)),
            TimeProvider.System.GetUtcNow())
        : [];

    private static TestRun TestsIn(string folder)
    {
        const string Remedy = "run pipelines/scripts/test.sh on the artifact's commit";
        if (!Directory.Exists(folder))
        {
            throw new CommandFailure($"There is no folder '{folder}' with the results of tests: {Remedy}.");
        }

        var commit = Path.Combine(folder, "commit");
        var run = new TestRun(File.Exists(commit) ? File.ReadAllText(commit).Trim() : "", Passed: 0, NotPassed: []);
        return Directory.EnumerateFiles(folder, "*.trx", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Aggregate(run, (sum, path) => Artifact.Read(path, "the results of tests", Remedy, bytes => sum.With(new MemoryStream(bytes))));
    }

    private static async Task<LicenceList> LicencesAsync(GitClone clone, string commit, CancellationToken cancellationToken)
    {
        var text = await clone.ReadAsync(commit, Licences, cancellationToken) ?? throw new CommandFailure($"{LineageCheck.Short(commit)} has no {Licences}: list the licences under which packages may be built in.");
        try
        {
            return LicenceList.Read(text.Split('\n'));
        }
        catch (FormatException error)
        {
            throw new CommandFailure($"{Licences}: {error.Message.TrimEnd('.')}.");
        }
    }

    private static IReadOnlyList<CurrentSetting> CurrentIn(string? path) =>
        path is null ? [] : Artifact.Read(path, "a list of settings", "let pipelines/scripts/preflight.sh write it", bytes => JsonSerializer.Deserialize<List<CurrentSetting>>(bytes, JsonSerializerOptions.Web) ?? []);
}
