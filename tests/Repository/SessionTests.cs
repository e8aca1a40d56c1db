using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Tipstaff.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Repository;

/// <summary>"A session" of docs/api.md, and its signed request: their lines are run as they stand there, by a shell with curl, against the command that it names.</summary>
public sealed partial class SessionTests
{
    private const string Mark = "~~~ ";
    private const string UsualSite = $"SITE={RunSettings.DefaultUrls}";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // ```sh … ```
    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence { get; }

    [Fact]
    public async Task EachLineOfTheSession_GivesWhatIsShownBelowIt()
    {
        Assert.SkipUnless(Programs.IsOnPath("curl") && Programs.IsOnPath("bash"), "The session of docs/api.md wants bash and curl, and one of them is not installed.");
        using var folder = new TemporaryFolder();
        var (start, steps) = Read(await ReadAsync());
        Assert.True(steps.Count(step => step.Shown.Length > 0) > 10);
        var command = start["dotnet run --project local -- ".Length..].Split(' ');
        var (service, url) = await TipstaffProcess.StartServiceAsync([.. command, "--data", folder.Combine("data")]);
        await using var running = service;

        var answers = await RunAsync(steps.Select(step => step.Command), url, folder.Root);

        Assert.Equal(steps.Count, answers.Count);
        Assert.All(steps.Zip(answers), pair => Assert.True(
            IsShown(pair.First.Shown, pair.Second), $"{pair.First.Command}\nshown:    {pair.First.Shown}\nanswered: {pair.Second}"));
    }

    [Fact]
    public async Task SignedNotice_BySecretAndSite_IsTaken()
    {
        Assert.SkipUnless(
            new[] { "curl", "bash", "openssl", "base64", "od" }.All(Programs.IsOnPath), "The signed request of docs/api.md wants bash, curl, openssl, base64 and od, and one of them is not installed.");
        using var folder = new TemporaryFolder();
        var document = await ReadAsync();
        var signed = Assert.Single(Fence.Matches(document).Select(match => match.Groups["lines"].Value), lines => lines.Contains("Signature-Input", StringComparison.Ordinal));
        await File.WriteAllBytesAsync(folder.Combine("notice.eml"), new SomeNef().Mail);
        var secret = Convert.ToBase64String(Some.Key);
        var (service, url) = await TipstaffProcess.StartServiceAsync(
            ["demo", "--data", folder.Combine("data")],
            [new("Signatures__Keys__mailroom__Algorithm", "hmac-sha256"), new("Signatures__Keys__mailroom__Secret", secret), new("Signatures__Keys__mailroom__Scopes", "notices")]);
        await using var running = service;
        var site = document.Split('\n').First(line => line.StartsWith("SITE=", StringComparison.Ordinal));

        var answers = await RunAsync([$"{site}\nSECRET='{secret}'\n", signed], url, folder.Root);

        Assert.StartsWith("""{"court":"nysd",""", answers[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"a":1,…"z":{…}}""", """{"a":1,"b":"x","z":{"y":2}}""", true)]
    [InlineData("""{"a":1,…"z":{…}}""", """{"a":2,"b":"x","z":{"y":2}}""", false)]
    [InlineData("""{"a":1,…"z":{…}}""", """{"a":1,"b":"x"}""", false)]
    [InlineData("200", "2001", false)]
    [InlineData("", "something", false)]
    public void IsShown_WithDots_MeansAnythingThereAndNothingElse(string shown, string answer, bool expected) => Assert.Equal(expected, IsShown(shown, answer));

    private static Task<string> ReadAsync() => File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, "docs", "api.md"));

    private static (string Start, List<(string Command, string Shown)> Steps) Read(string document)
    {
        var session = document[document.IndexOf("\n## A session\n", StringComparison.Ordinal)..];
        session = session[..session.IndexOf("\n## Subscriptions\n", StringComparison.Ordinal)];
        var fences = Fence.Matches(session).Select(match => match.Groups["lines"].Value.TrimEnd('\n')).ToList();
        var steps = new List<(string, string)>();
        foreach (var fence in fences.Skip(1))
        {
            var command = new StringBuilder();
            foreach (var line in fence.Split('\n'))
            {
                if (line.StartsWith("# ", StringComparison.Ordinal))
                {
                    steps.Add((command.ToString(), line[2..]));
                    command.Clear();
                }
                else
                {
                    command.Append(line).Append('\n');
                }
            }

            Assert.True(command.Length == 0, $"Nothing is shown below {command}");
        }

        return (fences[0], steps);
    }

    // Each step says when it is over, so that its answer can be told from the next one's.
    private static async Task<List<string>> RunAsync(IEnumerable<string> commands, Uri site, string folder)
    {
        var script = new StringBuilder("set -eu\n");
        foreach (var command in commands)
        {
            script.Append(command.Replace(UsualSite, $"SITE={site.GetLeftPart(UriPartial.Authority)}", StringComparison.Ordinal)).Append(System.Globalization.CultureInfo.InvariantCulture, $"printf '\\n{Mark}\\n'\n");
        }

        Assert.DoesNotContain(UsualSite, script.ToString(), StringComparison.Ordinal);
        Assert.Contains("SITE=http://127.0.0.1:", script.ToString(), StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-s"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (shell.StandardOutput.ReadToEndAsync(patience.Token), shell.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await shell.StandardInput.WriteAsync(script);
            shell.StandardInput.Close();
            await shell.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!shell.HasExited)
            {
                shell.Kill(entireProcessTree: true);
            }
        }

        Assert.True(shell.ExitCode == 0, $"{await errors}\n{await output}");
        return [.. (await output).Split($"\n{Mark}\n")[..^1].Select(answer => answer.Trim('\n'))];
    }

    private static bool IsShown(string shown, string answer) =>
        Regex.IsMatch(
            answer, $"\\A{string.Join(".*", shown.Split('…').Select(Regex.Escape))}\\z", RegexOptions.Singleline | RegexOptions.NonBacktracking, TimeSpan.FromSeconds(10));
}
