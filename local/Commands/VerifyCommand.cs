using System.CommandLine;
using System.Diagnostics;
using Tipstaff.Deploys;

namespace Tipstaff.Local.Commands;

/// <summary><c>tipstaff verify URL --version VERSION</c>: whether a deployment did what it was to do. The pipeline acts on the exit status.</summary>
internal static class VerifyCommand
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromSeconds(10);

    public static Command Create()
    {
        var url = new Argument<Uri?>("URL") { Description = "Where the app answers", CustomParser = Values.HttpUri };
        var version = new Option<string>("--version") { Description = "The version that is to answer", Required = true, HelpName = "VERSION" };
        var since = new Option<DateTimeOffset?>("--canary-since")
        {
            Description = "An entry that the canary filed since then must have arrived (default: no canary is awaited)",
            CustomParser = Values.Moment,
            HelpName = "TIME",
        };
        var patience = Interval("--patience", "How long to wait for all of it", TimeSpan.FromMinutes(12));
        var every = Interval("--every", "How often to ask", TimeSpan.FromSeconds(5));
        var command = new Command("verify", "Waits until the app runs a version, is up, and the canary's entry arrived (exit 0), or says what is not so (1)") { url, version, since, patience, every };
        command.SetAction((parsed, cancellationToken) => VerifyAsync(
            parsed.GetRequiredValue(url)!,
            new VerifyTarget(parsed.GetRequiredValue(version), parsed.GetValue(since)),
            parsed.GetValue(patience),
            parsed.GetValue(every),
            TimeProvider.System,
            cancellationToken));
        return command;
    }

    private static async Task<int> VerifyAsync(
        Uri url, VerifyTarget wanted, TimeSpan patience, TimeSpan every, TimeProvider time, CancellationToken cancellationToken)
    {
        if (wanted.Version.Trim().Length == 0)
        {
            throw new CommandFailure("--version is empty: name the version that was deployed, as the artifact bears it.", CommandFailure.WrongUsage);
        }

        if (url is { Scheme: "http", IsLoopback: false })
        {
            throw new CommandFailure("URL: an app is asked by https only, as anybody may answer else: write https://…", CommandFailure.WrongUsage);
        }

        using var app = new HealthAsker(url, LongestAnswer < patience ? LongestAnswer : patience);
        var begun = time.GetTimestamp();
        for (string? said = null; ;)
        {
            switch (VerifyDeploy.Judge(await app.AskAsync(cancellationToken), wanted))
            {
                case Verification.Verified:
                    Console.WriteLine($"{url.Host} runs {wanted.Version}{(wanted.CanarySince is null ? "" : ", and the canary's entry arrived")}.");
                    return 0;
                case Verification.Waiting { Reason: var reason } when time.GetElapsedTime(begun) + every < patience:
                    if (reason != said)
                    {
                        Console.WriteLine($"Waiting: {reason}");
                    }

                    said = reason;
                    await Task.Delay(every, time, cancellationToken);
                    break;
                case Verification.Waiting { Reason: var last }:
                    throw new CommandFailure($"{url.Host} is not verified after {patience.TotalMinutes:0.#} minutes. {last}");
                default:
                    throw new UnreachableException();
            }
        }
    }

    private static Option<TimeSpan> Interval(string name, string description, TimeSpan usual) => new(name)
    {
        Description = description,
        CustomParser = Values.Interval,
        DefaultValueFactory = _ => usual,
        HelpName = "TIME",
    };
}
