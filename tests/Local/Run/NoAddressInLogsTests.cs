using System.Text;
using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class NoAddressInLogsTests
{
    private const string Feed = "court";
    private const string DoeVRoe = "1:26-cv-01234";

    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();

    // The second one is stronger than any level that the program itself sets for a category.
    [Theory]
    [InlineData("Logging__LogLevel__Default", "Logging__LogLevel__Microsoft")]
    [InlineData("Logging__Console__LogLevel__Default", "Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics")]
    public async Task Run_LoggingEverything_NamesNoAddressAndNoToken(params string[] levels)
    {
        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        await using var smtp = new LoopbackSmtpServer { Refuse = to => to.StartsWith("bob", StringComparison.Ordinal) ? $"550 5.1.1 <{to}>: no such user" : null };
        feeds.Put(Feed, SomeFeed.Of(Start, SomeFeed.Item(1, Start.AddHours(-1))));
        await installation.ImportAsync([$"bob@example.com,nysd,{DoeVRoe},,,{Start:O}"]);
        var (process, url) = await installation.StartAsync(
            ["--feed", feeds.FeedOf("nysd", Feed), "--smtp", $"127.0.0.1:{smtp.Port}"], levels.Select(level => KeyValuePair.Create(level, "Trace")));
        await using (process)
        {
            using var ada = new Person(url, "ada@example.com");

            await ada.AskAsync(DoeVRoe);
            await Until.TrueAsync(() => smtp.Mails.Count == 1, () => process.Output);
            await ada.ConfirmAsync(Person.LinkToConfirm(Bytes(smtp.Mails.Last()))!);
            var enteredAt = TimeProvider.System.GetUtcNow().AddSeconds(2);
            feeds.Put(Feed, SomeFeed.Of(enteredAt, SomeFeed.Item(2, enteredAt)));
            await Until.TrueAsync(() => smtp.Mails.Count == 2 && process.Output.Contains("no such user", StringComparison.Ordinal), () => process.Output);
            var link = Person.LinkToUnsubscribe(Bytes(smtp.Mails.Last()));
            await ada.OpenAsync(link);
            await ada.UnsubscribeAsync(link);
            process.Terminate();
            Assert.Equal(0, await process.WaitForExitAsync());
        }

        var log = process.Output + process.Errors;
        var tokens = smtp.Mails
            .SelectMany(mail => Regex.Matches(MimeDecoder.Part(Bytes(mail), "text/plain"), @"(?<=\?token=)\S+").Select(match => match.Value))
            .Distinct(StringComparer.Ordinal).ToList();
        Assert.Matches(" (trace|debug) Tipstaff", log);
        Assert.True(tokens.Count >= 3, "The mails have too few links to show much.");
        Assert.DoesNotContain("@example.com", log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("%40example.com", log, StringComparison.OrdinalIgnoreCase);
        Assert.All(tokens, token => Assert.DoesNotContain(token, log, StringComparison.Ordinal));
    }

    private static byte[] Bytes(ReceivedMail mail) => Encoding.UTF8.GetBytes(mail.Data);
}
