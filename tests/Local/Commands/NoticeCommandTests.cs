using System.Security.Cryptography;
using System.Text.Json;
using Tipstaff.Tests.Local.Run;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

/// <summary><c>tipstaff notice FILE --to URL</c> against the real service.</summary>
public sealed class NoticeCommandTests : IDisposable
{
    private static readonly string Secret = Convert.ToBase64String(Some.Key);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Notice_OfAFollowedDocket_IsTakenAndMailed()
    {
        using var installation = new Installation();
        var filed = TimeProvider.System.GetUtcNow().AddMinutes(1);
        await installation.ImportAsync([$"ada@example.com,nysd,1:26-cv-01234,,,{filed.AddHours(-1):O}"]);
        var (process, url) = await StartAsync(installation, Key("notices"));
        await using (process)
        {
            var file = await FileAsync(new SomeNef
            {
                Transaction = $"entered on {filed:M\\/d\\/yyyy} at {filed:h:mm} {(filed.Hour < 12 ? "AM" : "PM")} GMT and filed on {filed:M\\/d\\/yyyy}",
            }.Mail);

            var (status, output, errors) = await RunAsync(file, url, [.. Key("notices"), Signing]);
            var again = await RunAsync(file, url, [.. Key("notices"), Signing]);

            Assert.True(status == 0, errors);
            Assert.Equal((0, output), (again.Status, again.Output));
            Assert.Equal("nysd", JsonDocument.Parse(output).RootElement.GetProperty("court").GetString());
            await Until.TrueAsync(() => installation.OutboxMails().Count >= 1, () => $"no mail. {process.Output}");
            Assert.Contains("Motion to Dismiss", MimeDecoder.Part(Assert.Single(installation.OutboxMails()), "text/plain"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Notice_Refused_SaysWhyAndWhatToDo()
    {
        using var installation = new Installation();
        var (process, url) = await StartAsync(installation, Key("subscriptions"));
        await using (process)
        {
            var notice = await FileAsync(new SomeNef().Mail);
            var lunch = await FileAsync("Subject: lunch?\n\nAt one?"u8.ToArray());

            await AssertAsync("(403)", RunAsync(notice, url, [.. Key("subscriptions"), Signing]));
            await AssertAsync("(401)", RunAsync(notice, url, [.. Key("notices", Convert.ToBase64String(new byte[32])), Signing]));
            await AssertAsync("Signatures:SignWith", RunAsync(notice, url, Key("notices")));
            await AssertAsync("no Tipstaff", RunAsync(lunch, new Uri(url, "/nowhere"), [.. Key("subscriptions"), Signing]));
            await AssertAsync("did not answer", RunAsync(lunch, new Uri($"http://127.0.0.1:{TipstaffProcess.FreePort()}"), [.. Key("subscriptions"), Signing]));
            await AssertAsync("Cannot read", RunAsync(_folder.Combine("none.eml"), url, [.. Key("subscriptions"), Signing]));
        }
    }

    [Theory]
    [InlineData("http://alerts.example.com")]
    [InlineData("ftp://alerts.example.com")]
    public async Task Notice_OverAnOpenWire_IsWrongUsage(string to)
    {
        var (status, _, errors) = await TipstaffProcess.RunAsync("notice", await FileAsync(new SomeNef().Mail), "--to", to);

        Assert.Equal(2, status);
        Assert.Contains("http", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notice_LongerThanOne_IsNotSent()
    {
        var file = await FileAsync(new byte[3 << 20]);

        await AssertAsync("longer than", RunAsync(file, new Uri("http://127.0.0.1:9"), [.. Key("notices"), Signing]));
    }

    private static KeyValuePair<string, string> Signing => KeyValuePair.Create("Signatures__SignWith", "mailroom");

    private static KeyValuePair<string, string>[] Key(string scopes, string? secret = null) =>
    [
        KeyValuePair.Create("Signatures__Keys__mailroom__Algorithm", "hmac-sha256"),
        KeyValuePair.Create("Signatures__Keys__mailroom__Secret", secret ?? Secret),
        KeyValuePair.Create("Signatures__Keys__mailroom__Scopes", scopes),
    ];

    private static Task<(TipstaffProcess Process, Uri Url)> StartAsync(Installation installation, IEnumerable<KeyValuePair<string, string>> key) =>
        installation.StartAsync([], key);

    private static async Task<(int Status, string Output, string Errors)> RunAsync(string file, Uri url, IEnumerable<KeyValuePair<string, string>> environment) =>
        await TipstaffProcess.RunAsync(["notice", file, "--to", url.ToString()], environment);

    private static async Task AssertAsync(string says, Task<(int Status, string Output, string Errors)> run)
    {
        var (status, output, errors) = await run;
        Assert.Equal((1, ""), (status, output));
        Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(says, errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, errors, StringComparison.Ordinal);
    }

    private async Task<string> FileAsync(byte[] message)
    {
        var file = _folder.Combine($"{Convert.ToHexStringLower(SHA256.HashData(message))}.eml");
        await File.WriteAllBytesAsync(file, message, TestContext.Current.CancellationToken);
        return file;
    }
}
