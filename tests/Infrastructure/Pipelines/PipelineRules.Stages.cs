using System.Text.RegularExpressions;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>What holds between the stages.</summary>
internal static partial class PipelineRules
{
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

        foreach (var step in asked.SelectMany(stage => stage.Jobs).SelectMany(job => job.Steps).Where(step => step.Script == "what-if.sh" && !step.Environment.Contains("VALIDATION_LEVEL")))
        {
            yield return $"a pull request runs {step.Script} as whoever may write: without VALIDATION_LEVEL Azure asks for that right";
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
}
