using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tipstaff.Tests.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Chaos;

/// <summary>
/// The real program amid failing courts and a failing mail server, killed and started again, logging all that it and its frameworks
/// can: nothing of a person, no token, no secret and no body is in it.
/// </summary>
public sealed class SilentLogTests
{
    private const int Seed = 20260302;
    private const int Lives = 4;
    private const int MailsOfALife = 25;
    private const string Typed = "grace.hopper+dockets@example.com";

    // Whoever is curious sets the first; the second is stronger than the levels that the program itself sets.
    private static readonly string[][] Levels =
    [
        ["Logging__LogLevel__Default", "Logging__LogLevel__Microsoft", "Logging__LogLevel__System"],
        ["Logging__Console__LogLevel__Default", "Logging__Console__LogLevel__Microsoft", "Logging__Console__LogLevel__Microsoft.AspNetCore.Hosting.Diagnostics", "Logging__Console__LogLevel__Microsoft.AspNetCore.Server.Kestrel.BadRequests"],
    ];

    private static readonly string[] BodyParts =
    [
        "<rss version", "<item>", "<![CDATA[", "<guid>", "Subject: ", "List-Unsubscribe", "Content-Transfer-Encoding", "<!DOCTYPE html", "\"email\":", "List-Unsubscribe=One-Click", "Notice of Electronic Filing",
    ];

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task Run_AmidTroubleAtTraceLevel_LogsNothingOfAnybody(int levels, bool isJson)
    {
        using var installation = new Installation();
        await using var courthouse = new ChaosCourthouse(Seed, entriesPerMinute: 240);
        await using var smtp = new LoopbackSmtpServer
        {
            Faults = new SmtpFaults(Seed, share: 0.12),
            Refuse = to => to.StartsWith($"{courthouse.Truth.Courts[0].Id}-", StringComparison.Ordinal) ? $"550 5.1.1 <{to}>: no such user" : null,
        };
        var readers = new ChaosReaders(courthouse.Truth, perDocket: 3);
        await installation.ImportAsync(readers.Lines(ChaosCourthouse.Now.AddMinutes(-1)));
        await courthouse.OpenAsync();
        await courthouse.FileAsync("--down", "0.15", "--garble", "0.15", "--slow", "0.1", "--slow-up-to", "1s");
        var log = new StringBuilder();
        for (var life = 1; life <= Lives; life++)
        {
            log.Append(await LiveAsync(installation, courthouse, smtp, levels, isJson, dies: life < Lives));
        }

        var text = log.ToString();
        var secrets = Secrets(installation, readers, smtp).ToList();
        var captions = courthouse.Shown(ChaosCourthouse.Now).Select(entry => entry.Caption).Where(caption => caption.Length > 8).Distinct(StringComparer.Ordinal).ToList();
        Assert.True(smtp.Mails.Count > Lives && captions.Count > 5, $"{smtp.Mails.Count} mails and {captions.Count} captions show little.");
        Assert.Empty(new LeakSearch([.. secrets, .. BodyParts, .. captions]).In(text).Take(5));
        AssertSaysMuch(text, isJson, hasFrameworks: levels == 1);
    }

    private static async Task<string> LiveAsync(Installation installation, ChaosCourthouse courthouse, LoopbackSmtpServer smtp, int levels, bool isJson, bool dies)
    {
        var settings = Levels[levels].Select(level => KeyValuePair.Create(level, "Trace")).Concat(
        [
            new("Checks__FirstRetry", "00:00:00.2"), new("Breakers__OpenFor", "00:00:01"), new("Breakers__LongestOpen", "00:00:02"), new("Links__PublicUrl", "https://tipstaff.example"),
            new("Signatures__Keys__mailroom__Algorithm", "hmac-sha256"), new("Signatures__Keys__mailroom__Secret", Convert.ToBase64String(Some.Key)),
            new("Signatures__Keys__mailroom__Scopes", "notices"), new("Mail__OperatorContact", "desk@example.com"), new("Operators__Address", "operators@example.com"),
        ]);
        var enough = smtp.Mails.Count + MailsOfALife;
        var (process, url) = await installation.StartAsync([.. courthouse.FeedArgs, "--smtp", $"127.0.0.1:{smtp.Port}", .. isJson ? ["--log-json"] : Array.Empty<string>()], settings);
        await using (process)
        {
            await AskAsync(url, smtp);
            await Until.TrueAsync(() => smtp.Mails.Count >= enough, () => $"{smtp.Mails.Count} mails. {process.Output[^Math.Min(2_000, process.Output.Length)..]}");
            if (dies)
            {
                process.Kill();
            }
            else
            {
                process.Terminate();
            }

            await process.WaitForExitAsync();
            // The last line of one that was killed may be half of one.
            var text = (process.Errors + process.Output).TrimEnd();
            return text[..(text.LastIndexOf('\n') + 1)];
        }
    }

    // What people and others send: forms, tokens good and bad, broken requests, signatures, notices.
    private static async Task AskAsync(Uri url, LoopbackSmtpServer smtp)
    {
        using var client = new HttpClient { BaseAddress = url };
        using var grace = new Person(url, Typed);
        await grace.AskAsync("1:26-cv-01234");
        foreach (var token in smtp.Mails.TakeLast(3).SelectMany(Tokens).Append("a-token-that-is-none").Distinct(StringComparer.Ordinal))
        {
            foreach (var path in new[] { "confirm", "unsubscribe", "manage" })
            {
                using var page = await client.GetAsync(new Uri($"/{path}?token={token}", UriKind.Relative));
            }

            using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);
            using var posted = await client.PostAsync(new Uri("/manage", UriKind.Relative), form);
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/subscriptions");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var answer = await client.SendAsync(request);
        }

        using var notice = new ByteArrayContent(new SomeNef().Mail);
        notice.Headers.TryAddWithoutValidation("Content-Type", "message/rfc822");
        using var refused = await client.PostAsync(new Uri("/api/notices", UriKind.Relative), notice);
        using var garbage = new StringContent($$"""{"email":"{{Typed}}","court":""", Encoding.UTF8, "application/json");
        using var unread = await client.PostAsync(new Uri("/api/subscriptions", UriKind.Relative), garbage);
        await SendBrokenAsync(url);
    }

    private static async Task SendBrokenAsync(Uri url)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(url.Host, url.Port);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /manage?token=a-token-that-is-none&to={Typed} HTTP/9.9\r\nX-To: {Typed}\r\n\r\n"));
        using var reader = new StreamReader(socket.GetStream());
        Assert.StartsWith("HTTP/1.1 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Secrets(Installation installation, ChaosReaders readers, LoopbackSmtpServer smtp) =>
    [
        .. readers.Follows.Select(follow => follow.Address), Typed, "desk@example.com", "operators@example.com", "@example.com",
        .. smtp.Mails.SelectMany(Tokens), "a-token-that-is-none", "Bearer ",
        Convert.ToBase64String(Some.Key), .. Secret(installation),
    ];

    private static string[] Secret(Installation installation)
    {
        var secret = File.ReadAllBytes(Path.Combine(installation.Data, "secret.key"));
        return [Convert.ToBase64String(secret), Convert.ToHexString(secret)];
    }

    private static IEnumerable<string> Tokens(ReceivedMail mail) =>
        Regex.Matches(MimeDecoder.Part(Encoding.UTF8.GetBytes(mail.Data), "text/plain"), @"(?<=\?token=)\S+").Select(match => match.Value);

    private static void AssertSaysMuch(string text, bool isJson, bool hasFrameworks)
    {
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).Where(line => !line.StartsWith("Tipstaff keeps", StringComparison.Ordinal)).ToList();
        Assert.Equal(hasFrameworks, lines.Exists(line => line.Contains("Microsoft.AspNetCore", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.Contains("no such user", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.Contains(AppVersion.Running.ToString(), isJson ? JsonDocument.Parse(line).RootElement.GetProperty("version").GetString() : line, StringComparison.Ordinal));
    }
}
