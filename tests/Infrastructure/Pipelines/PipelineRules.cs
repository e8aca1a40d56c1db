using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>What holds for the pipeline.</summary>
internal static partial class PipelineRules
{
    private static readonly string[] Changing = ["deploy-infrastructure.sh", "deploy-app.sh", "roll-back.sh"];

    // Each stage of a merge with what it comes after.
    private static readonly (string Stage, string[] After)[] Order =
    [
        ("build", []), ("preflight", ["build"]), ("infrastructure", ["preflight"]), ("app", ["preflight", "infrastructure"]), ("verify", ["app"]), ("watch", ["app", "verify"]),
        ("done", ["watch"]), ("roll_back", ["app", "verify", "watch"]),
    ];

    // What becomes of a stage that failed, took too long, was canceled by somebody, or never came: and what must follow.
    private static readonly (string App, string Verify, string Watch, bool IsCanceled, bool IsRolledBack)[] Ends =
    [
        ("Failed", "Skipped", "Skipped", false, true), ("Canceled", "Skipped", "Skipped", false, true), ("Canceled", "Skipped", "Skipped", true, true),
        ("Succeeded", "Failed", "Skipped", false, true), ("Succeeded", "Canceled", "Skipped", false, true), ("Succeeded", "Skipped", "Skipped", true, true),
        ("Succeeded", "Succeeded", "Failed", false, true), ("Succeeded", "Succeeded", "Canceled", false, true), ("Succeeded", "Succeeded", "Skipped", true, true),
        ("Succeeded", "Succeeded", "Succeeded", false, false), ("Succeeded", "SucceededWithIssues", "Succeeded", false, false), ("Succeeded", "Succeeded", "Succeeded", true, false),
        ("Skipped", "Skipped", "Skipped", false, false), ("Skipped", "Skipped", "Skipped", true, false),
    ];

    // $[ stageDependencies.app.app.outputs['app.deploy.deployedAt'] ]
    [GeneratedRegex(@"^\$\[ stageDependencies\.(?<stage>\w+)\.(?<job>\w+)\.outputs\['(?:(?<hook>\w+)\.)?(?<step>\w+)\.(?<variable>\w+)'\] \]$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Output { get; }

    // need STAGE RESOURCE_GROUP
    [GeneratedRegex(@"^\s*need (?<names>[A-Z_ ]+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Needs { get; }

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

    /// <summary>A merge goes its whole way in order, and is rolled back when a part after the app fails; a pull request changes nothing.</summary>
    public static IEnumerable<string> Stages(PipelineFacts facts)
    {
        var stages = facts.Runs[PipelineFacts.Main].Stages;
        if (!stages.Select(stage => stage.Name).SequenceEqual(Order.Select(one => one.Stage)))
        {
            yield return $"a merge goes by {string.Join(", ", stages.Select(stage => stage.Name))}";
            yield break;
        }

        foreach (var (stage, after) in stages.Zip(Order).Where(pair => !(pair.First.DependsOn ?? []).SequenceEqual(pair.Second.After)))
        {
            yield return $"{stage.Name} does not come after {string.Join(", ", after.After)}";
        }

        foreach (var (app, verify, watch, isCanceled, isRolledBack) in Ends)
        {
            var results = new Dictionary<string, string>(StringComparer.Ordinal) { ["app"] = app, ["verify"] = verify, ["watch"] = watch };
            if (PipelineCondition.Decide(stages[^1].Condition ?? "and()", results, isCanceled) != isRolledBack)
            {
                yield return $"{(isRolledBack ? "nothing" : "a release")} is rolled back when app is {app}, verify {verify} and watch {watch}{(isCanceled ? " in a canceled run" : "")}";
            }
        }

        // The usual condition of a job asks whether all went well.
        foreach (var job in stages[^1].Jobs.Where(job => job.Condition != "always()"))
        {
            yield return $"{job.Name} need not run in a run that was canceled";
        }

        var asked = facts.Runs[PipelineFacts.PullRequest].Stages;
        if (!asked.Select(stage => stage.Name).SequenceEqual(["build", "what_if"]))
        {
            yield return $"a pull request goes by {string.Join(", ", asked.Select(stage => stage.Name))}";
        }

        foreach (var step in asked.SelectMany(stage => stage.Jobs).SelectMany(job => job.Steps).Where(step => step.Inputs.TryGetValue("azureSubscription", out var who) && !who.EndsWith("-reader", StringComparison.Ordinal)))
        {
            yield return $"a pull request runs {step.Script} as {step.Inputs["azureSubscription"]}, who may do more than read";
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

    /// <summary>What a stage hears of another comes from a step that says it: the service gives nothing, in silence, for a name that is wrong.</summary>
    public static IEnumerable<string> Outputs(PipelineFacts facts)
    {
        foreach (var (run, stage, job) in facts.Jobs)
        {
            foreach (var (name, value) in job.Variables)
            {
                var asked = Output.Match(value);
                var said = facts.Runs[run].Stages.Where(one => one.Name == asked.Groups["stage"].Value && stage.DependsOn?.Contains(one.Name) is true)
                    .SelectMany(one => one.Jobs).Where(one => one.Name == asked.Groups["job"].Value && asked.Groups["hook"].Value == (one.Environment is null ? "" : one.Name))
                    .SelectMany(one => one.Steps).Where(step => step.Name == asked.Groups["step"].Value && step.Script is not null)
                    .Any(step => File.ReadAllText(Path.Combine(facts.Root, "pipelines", "scripts", step.Script!)).Contains($"variable={asked.Groups["variable"].Value};isOutput=true]", StringComparison.Ordinal));
                if (!said)
                {
                    yield return $"{run}: {stage.Name} gets no {name}: nothing before it says {value}";
                }
            }
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
