using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Courthouse;
using Tipstaff.Courts;
using Tipstaff.Local.Web;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Infrastructure.Pipelines;

/// <summary>The how-tos of docs/runbook.md: each command is run as it stands there, those for Azure before recorded answers, the others before the service.</summary>
public sealed partial class RunbookTests
{
    // ```sh … ```
    [GeneratedRegex(@"^```sh\n(?<lines>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fence { get; }

    private static IReadOnlyList<string> Blocks =>
        [.. Fence.Matches(File.ReadAllText(Path.Combine(Support.Repository.Root, "docs", "runbook.md"))).Select(match => match.Groups["lines"].Value)];

    [Fact]
    public async Task BlocksForAzure_AsTheyStand_Run()
    {
        ScriptStage.Require();
        using var stage = new ScriptStage();
        (stage.Environment["FEED"], stage.Environment["SMTP_PASSWORD"]) = ("https://ecf.ca9.uscourts.gov/feed", "hunter2");
        stage.Answer("functionapp list", "tipstaff-prod-1");
        stage.Answer("functionapp show", "tipstaff-prod-1.azurewebsites.net");
        stage.Answer("functionapp keys list", "a-made-up-key");
        stage.Answer("functionapp config appsettings set --resource-group tipstaff-prod --name tipstaff-prod-1");
        stage.Answer("functionapp function keys list");
        stage.Answer("functionapp restart");
        stage.Answer("functionapp keys set");
        stage.Answer("keyvault list", "vault");
        // Rotating follows switching: what switching wrote is there.
        stage.Answer("keyvault secret list", "installation-secret\nsigning-key-firm\n");
        stage.Answer("keyvault secret set");
        stage.Answer("eventgrid system-topic list");
        stage.Answer("az bicep install");
        stage.Answer("deployment group create", "{}");
        var lines = string.Concat(Blocks.Where(IsForAzure));

        var (status, output) = await stage.RunLinesAsync(lines);

        Assert.True(status == 0, output);
        string[] calls =
        [
            "--settings Mail__Providers=smtp,acs", "secret set --vault-name vault --name smtp-password", "deployment group create", "secret set --vault-name vault --name smtp-password",
            "secret set --vault-name vault --name signing-key-firm", "functionapp restart", "secret set --vault-name vault --name link-key-2027", "functionapp keys set",
            "--settings Feeds__ca9=https://ecf.ca9.uscourts.gov/feed",
        ];
        var from = 0;
        Assert.All(calls, call => Assert.NotEqual(-1, from = stage.Calls.IndexOf(call, from, StringComparison.Ordinal)));
        Assert.DoesNotContain("hunter2", stage.Calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BlocksForTheService_AsTheyStand_DoWhatTheirHeadingsSay()
    {
        Assert.SkipUnless(Programs.IsOnPath("curl") && Programs.IsOnPath("bash"), "The runbook's commands want bash and curl, and one of them is not installed.");
        await using var host = await LocalHost.StartAsync();
        var outbox = host.Services.GetRequiredService<IOutbox>();
        await host.SubscribeAsync("grace@example.com");
        var key = (await outbox.NewestAsync(1, default)).Single().Message.Key;
        var claim = Assert.Single(await outbox.ClaimAsync([key], host.Clock.GetUtcNow(), host.Clock.GetUtcNow().AddMinutes(5), "smtp", default));
        await outbox.RecordAsync([new DeliveryRecord(key, claim.ClaimToken, new Delivery.DeadLettered("554 no", host.Clock.GetUtcNow()))], default);
        await host.SubscribeAsync();
        var blocks = Blocks.Where(block => block.Contains("curl ", StringComparison.Ordinal)).ToList();

        var said = await RunAsync(string.Concat(blocks), host.Client.BaseAddress!);

        Assert.Equal(3, blocks.Count);
        Assert.Contains($"\"deadLetters\":[{{\"key\":\"{key}\"", said, StringComparison.Ordinal);
        Assert.Contains($"\"replayed\":[\"{key}\"]", said, StringComparison.Ordinal);
        Assert.Contains("\"unknown\":[\"00000000000000000000000000000000\"]", said, StringComparison.Ordinal);
        Assert.Contains("\"id\":\"ca9\"", said, StringComparison.Ordinal);
        Assert.DoesNotContain("urn:tipstaff:problem", said, StringComparison.Ordinal);
        Assert.Equal(0, (await outbox.CountAsync(default)).DeadLettered);
        Assert.Empty(await host.OfAsync("ada@example.com"));
        Assert.Single(await host.OfAsync("grace@example.com"));
    }

    [Fact]
    public async Task Check_OfAFeedThatACourtBegan_ShowsItsEntries()
    {
        var courthouse = new MadeUpCourthouse(new CourthouseOptions { CourtIds = [CourtId.Parse("ca9")], EntriesPerMinute = 60 }, TimeProvider.System.GetUtcNow());
        await using var courts = await CourthouseHost.StartAsync(courthouse, TimeProvider.System, "http://127.0.0.1:0", default);
        var feed = $"{courts.Urls.Single()}/ca9.xml";
        var command = Assert.Single(Blocks, block => block.StartsWith("dotnet run --project local -- check", StringComparison.Ordinal)).Trim().Replace("\"$FEED\"", feed, StringComparison.Ordinal);

        var (status, output, errors) = await TipstaffProcess.RunAsync(command["dotnet run --project local -- ".Length..].Split(' '));

        Assert.True(status == 0, errors);
        Assert.Matches(@"\d\d-\d+", output);
    }

    private static bool IsForAzure(string block) => block.Contains("az ", StringComparison.Ordinal) || block.Contains("pipelines/scripts/", StringComparison.Ordinal);

    private static async Task<string> RunAsync(string lines, Uri site)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var start = new ProcessStartInfo("bash", ["-euc", lines]) { UseShellExecute = false, RedirectStandardOutput = true };
        (start.Environment["SITE"], start.Environment["KEY"]) = (site.GetLeftPart(UriPartial.Authority), "none");
        using var shell = Process.Start(start)!;
        var said = await shell.StandardOutput.ReadToEndAsync(patience.Token);
        await shell.WaitForExitAsync(patience.Token);
        Assert.Equal(0, shell.ExitCode);
        return said;
    }
}
