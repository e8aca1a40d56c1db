using System.CommandLine;
using Tipstaff.Local.Preflights;
using Tipstaff.Preflights;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff preflight</c>: whether a deployment may go on. The pipeline acts on the exit status.</summary>
internal static class PreflightCommand
{
    public static Command Create()
    {
        var repository = new Option<string>("--repository") { Description = "A clone with history", HelpName = "DIR", DefaultValueFactory = _ => "." };
        var artifact = new Option<string?>("--artifact") { Description = "What is to be deployed, as build.sh makes it; without it the clone's own commit is looked at, as far as the clone tells", HelpName = "DIR" };
        var tests = new Option<string?>("--tests") { Description = "The results of its tests: *.trx and commit", HelpName = "DIR" };
        var whatIf = new Option<string?>("--what-if") { Description = "Azure's answer to what-if, as what-if.sh keeps it", HelpName = "FILE" };
        var secrets = new Option<string?>("--secrets") { Description = "The key vault's secrets, NAME LENGTH or NAME disabled a line, no value", HelpName = "FILE" };
        var current = new Option<string?>("--current") { Description = "The settings that the app has now, as JSON: [{\"name\":…,\"value\":…}]", HelpName = "FILE" };
        var measures = new Option<string?>("--measures") { Description = "The vital signs of what runs now, as the workspace answers vital-signs.kql", HelpName = "FILE" };
        var deployed = new Option<string?>("--deployed") { Description = "What runs now, as /health says it; 'none' before the first deployment; without --artifact any commit (default: main)", HelpName = "VERSION" };
        var lastGood = new Option<string?>("--last-good") { Description = "The release that a roll back would deploy, like 20261121.3+COMMIT; what this one stores and runs is compared with it, too", HelpName = "VERSION" };
        var command = new Command("preflight", "Says whether a deployment may go on (exit 0) or not (1), and what it contains") { repository, artifact, tests, whatIf, secrets, current, measures, deployed, lastGood };
        command.Validators.Add(result =>
        {
            var given = new[] { tests, whatIf, secrets, current, measures }.Where(option => result.GetResult(option) is not null).Select(option => option.Name).ToList();
            var missing = new[] { tests, whatIf, secrets, deployed }.Where(option => result.GetResult(option) is null).Select(option => option.Name).ToList();
            if (result.GetResult(artifact) is null && given.Count > 0)
            {
                result.AddError($"{given[0]} says nothing without --artifact: name the artifact, too");
            }
            else if (result.GetResult(artifact) is not null && missing.Count > 0)
            {
                result.AddError($"--artifact is looked at with all that belongs to it: give {string.Join(" and ", missing)}, too");
            }
        });
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new PreflightInputs(
                parsed.GetValue(repository)!, parsed.GetValue(artifact), parsed.GetValue(tests), parsed.GetValue(whatIf), parsed.GetValue(secrets), parsed.GetValue(current), parsed.GetValue(measures), parsed.GetValue(deployed), parsed.GetValue(lastGood)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PreflightInputs inputs, CancellationToken cancellationToken)
    {
        var report = await LookBeforeDeploying.RunAsync(inputs, cancellationToken);
        foreach (var line in report.Lines())
        {
            Console.WriteLine(line);
        }

        foreach (var refusal in report.Refusals)
        {
            await Console.Error.WriteLineAsync($"tipstaff: {PreflightReport.Plain(refusal.Sentence)}");
        }

        return report.Refusals.Count > 0 ? CommandFailure.WorkFailed : 0;
    }
}
