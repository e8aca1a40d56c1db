namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>What <c>read-pipelines.mjs</c> prints: the pipeline's files, and what runs of it would be.</summary>
internal sealed record PipelineFacts(IReadOnlyDictionary<string, PipelineFile> Files, IReadOnlyDictionary<string, PipelineRun> Runs)
{
    private static readonly Dictionary<string, object> Asked = new(StringComparer.Ordinal)
    {
        [Main] = new { Reason = "BatchedCI" },
        [PullRequest] = new { Reason = "PullRequest" },
        ["dev"] = new { Reason = "Manual", Parameters = new { Stage = "dev" } },
    };

    /// <summary>The run of a merge to main.</summary>
    public const string Main = "main";

    /// <summary>The run of a pull request.</summary>
    public const string PullRequest = "pull request";

    /// <summary>Where the files lie.</summary>
    public string Root { get; init; } = "";

    /// <summary>All jobs of all runs.</summary>
    public IEnumerable<(string Run, PipelineStage Stage, PipelineJob Job)> Jobs =>
        from run in Runs
        from stage in run.Value.Stages
        from job in stage.Jobs
        select (run.Key, stage, job);

    /// <summary>This repository's own, or a copy's.</summary>
    public static async Task<PipelineFacts> ReadAsync(NodeScripts scripts, string root) =>
        await scripts.AskAsync<PipelineFacts>("read-pipelines.mjs", new { root, runs = Asked }) with { Root = root };

    /// <summary>A copy in another folder with one text of a file replaced by another.</summary>
    public static Task<PipelineFacts> BrokenAsync(NodeScripts scripts, string folder, string file, string old, string @new)
    {
        var own = Support.Repository.Root;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(own, "pipelines"), "*", SearchOption.AllDirectories).Append(Path.Combine(own, "azure-pipelines.yml")))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(own, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }

        var broken = Path.Combine(folder, file);
        var text = File.ReadAllText(broken);
        Assert.True(text.Contains(old, StringComparison.Ordinal), $"{file} has no '{old}' to break.");
        File.WriteAllText(broken, text.Replace(old, @new, StringComparison.Ordinal));
        return ReadAsync(scripts, folder);
    }
}

internal sealed record PipelineFile(string[] Errors, PipelineParameter[] Parameters, string[] Used);

internal sealed record PipelineParameter(string Name, string? Type, string? DisplayName);

/// <summary>A run with all templates put in.</summary>
internal sealed record PipelineRun(string[] Faults, string[] Templates, PipelineStage[] Stages);

internal sealed record PipelineStage(string Name, string? Condition, bool IsLocked, string[]? DependsOn, string[] Groups, PipelineJob[] Jobs);

/// <summary>A job; only a deployment has an environment.</summary>
internal sealed record PipelineJob(string Name, string? Condition, string? Environment, int? TimeoutInMinutes, IReadOnlyDictionary<string, string> Variables, PipelineStep[] Steps);

/// <summary>A step by its first key and that key's value, as in <c>task: AzureCLI@2</c>, and the name by which its outputs go.</summary>
internal sealed record PipelineStep(string Kind, string What, string? Name, string? Artifact, IReadOnlyDictionary<string, string> Inputs, string[] Environment)
{
    /// <summary>The script that it runs, by its name; null where it runs none.</summary>
    public string? Script => (Inputs.GetValueOrDefault("scriptPath") ?? Inputs.GetValueOrDefault("filePath")) is { } path ? path.Split('/')[^1] : null;
}
