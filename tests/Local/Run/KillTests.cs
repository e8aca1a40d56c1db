using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 3;

    // What a process has in hand at most: two batches.
    private const int MostInHand = 800;

    [Fact]
    public async Task Run_KilledInTheMiddleOfFiveThousandMails_LosesNoneAndRepeatsOnlyTheSame()
    {
        var crowd = new Crowd(Readers: 100, Dockets: 50);
        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        await using var smtp = new LoopbackSmtpServer { Delay = TimeSpan.FromMilliseconds(2) };
        string[] args = ["--feed", feeds.FeedOf("nysd", "crowd"), "--smtp", $"127.0.0.1:{smtp.Port}"];
        feeds.Put("crowd", crowd.Feed);
        await installation.ImportAsync(crowd.Subscriptions);

        for (var kill = 1; kill <= Kills; kill++)
        {
            var (doomed, _) = await installation.StartAsync(args);
            await using (doomed)
            {
                await Until.TrueAsync(() => smtp.Mails.Count >= crowd.Alerts * kill / (Kills + 1), () => $"{smtp.Mails.Count} mails. {doomed.Output}");
                doomed.Kill();
                await doomed.WaitForExitAsync();
            }

            output.WriteLine($"Kill {kill}: {smtp.Mails.Count} mails had arrived, {Repeated(smtp.Mails)} of them a second time.");
            Assert.InRange(smtp.Mails.Count, 1, crowd.Alerts - 1);
        }

        var (last, _) = await installation.StartAsync(args);
        await using (last)
        {
            await Until.TrueAsync(() => Distinct(smtp.Mails) == crowd.Alerts, () => $"{Distinct(smtp.Mails)} alerts of {crowd.Alerts}. {last.Output}");
            last.Terminate();
            Assert.Equal(0, await last.WaitForExitAsync());
        }

        var repeated = Repeated(smtp.Mails);
        output.WriteLine($"{crowd.Alerts} alerts over {Kills} kills: none missing, {repeated} sent a second time.");
        Assert.Equal(crowd.Expected, smtp.Mails.Select(Crowd.Heard).Distinct().Order());
        Assert.All(smtp.Mails.GroupBy(Crowd.Heard), copies => Assert.Single(copies.Select(mail => mail.Header("Message-ID")).Distinct(StringComparer.Ordinal)));
        Assert.InRange(repeated, 0, Kills * MostInHand);
    }

    private static int Distinct(IEnumerable<ReceivedMail> mails) => mails.Select(Crowd.Heard).Distinct().Count();

    private static int Repeated(IReadOnlyCollection<ReceivedMail> mails) => mails.Count - Distinct(mails);
}
