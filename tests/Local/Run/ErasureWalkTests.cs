using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

/// <summary>The real program, logging all that it can, forgets a person so that neither its files nor its log name them.</summary>
public sealed class ErasureWalkTests
{
    private const string Feed = "court";
    private const string Mailbox = "ada.lovelace@example.com";

    [Fact]
    public async Task Erase_FollowedTheWholeWay_LeavesTheAddressInNoFileAndNoLog()
    {
        using var installation = new Installation();
        await using var feeds = await LoopbackFeedServer.StartAsync();
        var start = TimeProvider.System.GetUtcNow();
        List<string> filed = [SomeFeed.Item(sequence: 1, start.AddHours(-1))];
        feeds.Put(Feed, SomeFeed.Of(start, [.. filed]));
        var (process, url) = await installation.StartAsync(
            ["--feed", feeds.FeedOf("nysd", Feed), "--court", "nysd"], [.. new[] { "Default", "Microsoft" }.Select(category => KeyValuePair.Create($"Logging__LogLevel__{category}", "Trace"))]);
        await using (process)
        {
            using var ada = new Person(url, Mailbox);
            await feeds.PassAsync(1, Feed);
            await ada.AskAsync("1:26-cv-01234");
            await ada.ConfirmAsync(Person.LinkToConfirm(await NewestAsync(1))!);

            filed.Add(SomeFeed.Item(sequence: 2, TimeProvider.System.GetUtcNow().AddSeconds(2)));
            feeds.Put(Feed, SomeFeed.Of(TimeProvider.System.GetUtcNow(), [.. filed]));
            var alert = await NewestAsync(2);
            var token = Regex.Match(MimeDecoder.Part(alert, "text/plain"), @"/manage\?token=(\S+)").Groups[1].Value;
            Assert.NotEmpty(FilesWith(installation, "lovelace"));

            using var client = new HttpClient { BaseAddress = url };
            using var request = new HttpRequestMessage(HttpMethod.Delete, "/api/subscribers/me");
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Empty(FilesWith(installation, "lovelace"));

            process.Terminate();
            Assert.Equal(0, await process.WaitForExitAsync());
            Assert.Empty(FilesWith(installation, "lovelace"));
            Assert.Contains(" debug Tipstaff", process.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("lovelace", process.Output + process.Errors, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(token, process.Output + process.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("token=", process.Output + process.Errors, StringComparison.Ordinal);

            async Task<byte[]> NewestAsync(int count)
            {
                await Until.TrueAsync(() => ada.Own(installation.OutboxMails()).Count >= count, () => $"fewer than {count} mails. {process.Output}");
                return ada.Own(installation.OutboxMails()).Single(mail => (Person.LinkToConfirm(mail) is null) == (count > 1));
            }
        }
    }

    private static List<string> FilesWith(Installation installation, string text) =>
    [
        .. Directory.EnumerateFiles(installation.Data, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith(".lock", StringComparison.Ordinal) && Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0),
    ];

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
