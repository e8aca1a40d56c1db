using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>What holds for the pipeline.</summary>
internal static partial class PipelineRules
{
    private static readonly string[] Changing = ["deploy-infrastructure.sh", "deploy-app.sh", "roll-back.sh"];

    // need STAGE RESOURCE_GROUP
    [GeneratedRegex(@"^\s*need (?<names>[A-Z_ ]+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Needs { get; }

    // dotnet publish functions
    [GeneratedRegex(@"^\s*dotnet ", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Dotnet { get; }

    // [ $# -eq 2 ]
    [GeneratedRegex(@"\[ \$# -eq (?<count>\d) \]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Arguments { get; }

    [GeneratedRegex(@"^\d+\.\d+\.\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exact { get; }

    /// <summary>Each file is YAML; each run keeps to the published schema; templates and their parameters are there.</summary>
    public static IEnumerable<string> Schema(PipelineFacts facts) =>
        facts.Files.SelectMany(file => file.Value.Errors.Select(error => $"{file.Key}: {error}"))
            .Concat(facts.Runs.SelectMany(run => run.Value.Faults.Select(fault => $"{run.Key}: {fault}")));

    /// <summary>Each parameter has a type, says what it is, and is used; each template is part of a run.</summary>
    public static IEnumerable<string> Parameters(PipelineFacts facts)
    {
        foreach (var (path, file) in facts.Files)
        {
            foreach (var parameter in file.Parameters.Where(parameter => parameter.Type is null || parameter.DisplayName is null || !file.Used.Contains(parameter.Name)))
            {
                yield return $"{path}: {parameter.Name} has no type, says not what it is, or is used nowhere";
            }
        }

        foreach (var unused in facts.Files.Keys.Where(path => path.StartsWith("pipelines/", StringComparison.Ordinal)).Except(facts.Runs.Values.SelectMany(run => run.Templates)))
        {
            yield return $"{unused} is part of no run";
        }
    }

    /// <summary>All that a step does is in a file; it gets the arguments and variables that the file asks for; each file is used.</summary>
    public static IEnumerable<string> Scripts(PipelineFacts facts)
    {
        var folder = Path.Combine(facts.Root, "pipelines", "scripts");
        var texts = Directory.EnumerateFiles(folder, "*.sh").ToDictionary(path => Path.GetFileName(path), File.ReadAllText, StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (run, stage, job) in facts.Jobs)
        {
            foreach (var step in job.Steps)
            {
                if (step.Kind is "script" or "bash" or "pwsh" or "powershell" || step.Inputs.ContainsKey("inlineScript") || step.Inputs.GetValueOrDefault("targetType") == "inline"
                    || (step.What.StartsWith("AzureCLI@", StringComparison.Ordinal) && step.Inputs.GetValueOrDefault("scriptLocation") != "scriptPath"))
                {
                    yield return $"{run}: {stage.Name} has a script that is in no file";
                }
                else if (step.Script is { } script)
                {
                    used.Add(script);
                    foreach (var fault in StepFaults(step, texts.GetValueOrDefault(script), texts["common.sh"]))
                    {
                        yield return $"{run}: {stage.Name} runs {script}: {fault}";
                    }
                }
            }
        }

        // What docs/deploy.md names, a person runs.
        var guide = Path.Combine(facts.Root, "docs", "deploy.md");
        used.UnionWith(File.Exists(guide) ? texts.Keys.Where(name => File.ReadAllText(guide).Contains($"pipelines/scripts/{name}", StringComparison.Ordinal)) : []);
        foreach (var unused in texts.Keys.Where(name => !used.Contains(name) && texts.All(text => text.Key == name || !text.Value.Contains(name, StringComparison.Ordinal))))
        {
            yield return $"{unused} is run by nothing";
        }
    }

    /// <summary>One artifact goes through all stages, and tools are pinned.</summary>
    public static IEnumerable<string> Artifact(PipelineFacts facts)
    {
        foreach (var (run, stage, job) in facts.Jobs)
        {
            var isFirst = stage.Name == "build";
            if (!isFirst && !job.Steps.Any(step => step is { Kind: "download", What: "current", Artifact: "tipstaff" }))
            {
                yield return $"{run}: {stage.Name} does not take the artifact of the run";
            }

            if (!isFirst && job.Steps.Any(step => step.Kind == "publish" || step.Script is "build.sh"))
            {
                yield return $"{run}: {stage.Name} makes an artifact of its own";
            }

            foreach (var step in job.Steps.Where(step => (step.Inputs.GetValueOrDefault("version") ?? step.Inputs.GetValueOrDefault("versionSpec")) is { } version && !Exact.IsMatch(version)))
            {
                yield return $"{run}: {stage.Name}: {step.What} is not pinned to one version";
            }

            foreach (var step in job.Steps.TakeWhile(step => !step.What.StartsWith("UseDotNet@", StringComparison.Ordinal)).Where(step => step.Script is { } script && CallsDotnet(facts.Root, script)))
            {
                yield return $"{run}: {stage.Name} runs {step.Script} by whatever SDK the image has";
            }

            if (job.TimeoutInMinutes is null)
            {
                yield return $"{run}: {stage.Name} may hang for an hour: it has no timeoutInMinutes";
            }
        }

        if (File.ReadAllText(Path.Combine(facts.Root, "azure-pipelines.yml")).Contains("latest", StringComparison.Ordinal))
        {
            yield return "the image is not pinned to one version";
        }
    }

    /// <summary>What changes Azure is a deployment to the environment of its stage, where approvals are, one at a time, with the stage's own values.</summary>
    public static IEnumerable<string> Environments(PipelineFacts facts)
    {
        foreach (var (run, stage, job) in facts.Jobs)
        {
            var wanted = run == "dev" ? "tipstaff-dev" : "tipstaff-prod";
            if (job.Steps.Any(step => Changing.Contains(step.Script)) && !(stage.IsLocked && (job.Environment == wanted || job.Environment == $"{wanted}-roll-back")))
            {
                yield return $"{run}: {stage.Name} changes Azure outside of the environment {wanted}, or beside another run";
            }

            if (stage.Name != "build" && !stage.Groups.SequenceEqual([wanted]))
            {
                yield return $"{run}: {stage.Name} has not the values of {wanted}";
            }

            foreach (var step in job.Steps.Where(step => step.Inputs.TryGetValue("azureSubscription", out var who) && who != wanted && who != $"{wanted}-reader"))
            {
                yield return $"{run}: {stage.Name} runs {step.Script} as {step.Inputs["azureSubscription"]}";
            }
        }
    }

    private static bool CallsDotnet(string root, string script) =>
        Path.Combine(root, "pipelines", "scripts", script) is var path && File.Exists(path) && Dotnet.IsMatch(File.ReadAllText(path));

    private static IEnumerable<string> StepFaults(PipelineStep step, string? text, string common)
    {
        if (text is null)
        {
            yield return "there is no such script";
            yield break;
        }

        var given = step.Inputs.GetValueOrDefault("arguments", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var asked = Arguments.Match(text) is { Success: true } match ? match.Groups["count"].Value : "0";
        if (asked != $"{given}")
        {
            yield return $"it asks for {asked} arguments and gets {given}";
        }

        var shared = text.Contains("app_name)", StringComparison.Ordinal) ? Needs.Matches(common).ToList() : [];
        foreach (var name in Needs.Matches(text).Concat(shared).SelectMany(need => need.Groups["names"].Value.Split(' ')).Except(step.Environment).Distinct(StringComparer.Ordinal))
        {
            yield return $"it needs {name}";
        }
    }
}
