using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Repository;

/// <summary>The receiver that docs/api.md shows, run as it stands there.</summary>
public sealed partial class ReceiverExampleTests
{
    private static readonly WebhookSecret Secret = WebhookReceiver.Keys.Current;

    [GeneratedRegex(@"^```js\n(?<code>.+?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Example { get; }

    [Theory]
    [InlineData("genuine", true)]
    [InlineData("changed", false)]
    [InlineData("another secret", false)]
    [InlineData("too old", false)]
    [InlineData("two secrets", true)]
    [InlineData("no headers", false)]
    public async Task IsOurs_OfTheDocument_TakesWhatWeSign(string what, bool isOurs)
    {
        Assert.SkipUnless(IsOnPath("node"), "The example is not run: Node is not installed.");
        using var folder = new TemporaryFolder();
        var document = await File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, "docs", "api.md"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.Combine("receiver.mjs"), Assert.Single(Example.Matches(document)).Groups["code"].Value, TestContext.Current.CancellationToken);
        var (message, at) = (WebhookReceiver.Message, Some.Monday9Am);
        var other = WebhookSecret.Parse("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        var signature = what switch
        {
            "another secret" => WebhookSignature.Sign(message.Id, at, message.Body.Span, other),
            "two secrets" => WebhookSignature.Sign(message.Id, at, message.Body.Span, other, Secret),
            "changed" => WebhookSignature.Sign(message.Id, at, "{}"u8, Secret),
            _ => WebhookSignature.Sign(message.Id, at, message.Body.Span, Secret),
        };
        var headers = what is "no headers"
            ? "{}"
            : $$"""{"webhook-id":"{{message.Id}}","webhook-timestamp":"{{WebhookSignature.Seconds(at)}}","webhook-signature":"{{signature}}"}""";
        var now = (at + (what is "too old" ? TimeSpan.FromSeconds(301) : TimeSpan.FromSeconds(299))).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

        var said = await RunAsync(
            folder,
            $$"""
            import { isOurs } from "./receiver.mjs";
            console.log(isOurs("{{Secret.Reveal()}}", {{headers}}, Buffer.from("{{Convert.ToBase64String(message.Body.Span)}}", "base64"), {{now}}));
            """);

        Assert.Equal(isOurs ? "true" : "false", said);
    }

    private static async Task<string> RunAsync(TemporaryFolder folder, string script)
    {
        await File.WriteAllTextAsync(folder.Combine("ask.mjs"), script, TestContext.Current.CancellationToken);
        using var process = Process.Start(new ProcessStartInfo("node", [folder.Combine("ask.mjs")]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
        return (await output).Trim();
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
