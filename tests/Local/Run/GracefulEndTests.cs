using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class GracefulEndTests
{
    [Fact]
    public async Task Run_AskedToEndInTheMiddleOfSending_FinishesWhatIsInFlightAndRepeatsNothing()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        var crowd = new Crowd(Readers: 60, Dockets: 50);
        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        var usual = TimeSpan.FromMilliseconds(5);
        await using var smtp = new LoopbackSmtpServer { Delay = usual };
        string[] args = ["--feed", feeds.FeedOf("nysd", "crowd"), "--smtp", $"127.0.0.1:{smtp.Port}"];
        feeds.Put("crowd", crowd.Feed);
        await installation.ImportAsync(crowd.Subscriptions);

        var (first, _) = await installation.StartAsync(args);
        await using (first)
        {
            await Until.TrueAsync(() => smtp.Mails.Count >= crowd.Alerts / 3, () => $"{smtp.Mails.Count} mails. {first.Output}");
            // What is in flight when it is asked to end takes far longer than ending without waiting for it would.
            smtp.Delay = TimeSpan.FromSeconds(1);
            first.Terminate();
            Assert.Equal(0, await first.WaitForExitAsync());
            Assert.Equal("", first.Errors);
        }

        smtp.Delay = usual;
        Assert.Equal(smtp.Mails.Count, (await installation.CountAsync()).Delivered);
        Assert.InRange(smtp.Mails.Count, crowd.Alerts / 3, crowd.Alerts - 1);
        var (second, _) = await installation.StartAsync(args);
        await using (second)
        {
            await Until.TrueAsync(() => smtp.Mails.Count >= crowd.Alerts, () => $"{smtp.Mails.Count} mails of {crowd.Alerts}. {second.Output}");
            second.Terminate();
            Assert.Equal(0, await second.WaitForExitAsync());
        }

        Assert.Equal(crowd.Expected, smtp.Mails.Select(Crowd.Heard).Order());
    }
}
