using System.Net;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Links;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class FailureTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync(services => services.AddSingleton<ILoggerProvider>(_log));
        await _host.SubscribeAsync();
        await using var other = new SqliteConnection($"Data Source={_host.DatabasePath};Pooling=False");
        await other.OpenAsync();
        await using var command = other.CreateCommand();
        command.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE subscriptions; DROP TABLE outbox;";
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task Api_StoreBroken_IsAProblemWithoutDetails()
    {
        using var answer = await _host.PostJsonAsync("""{"email":"eve@example.com","court":"nysd","docketNumber":"1:26-cv-1234"}""");

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.InternalServerError, "failed");
        AssertTellsNothing(problem.GetRawText());
    }

    [Theory]
    [InlineData("GET", "/status")]
    [InlineData("GET", "/outbox")]
    [InlineData("GET", "/confirm")]
    [InlineData("POST", "/confirm")]
    [InlineData("GET", "/manage")]
    public async Task Page_StoreBroken_IsAPlainPageWithoutDetails(string method, string path)
    {
        var token = _host.Token(path is "/manage" ? LinkPurpose.Manage : LinkPurpose.Confirm, _host.IdOf("ada@example.com").Value);
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", token)]);

        using var answer = await _host.SendAsync(new HttpMethod(method), $"{path}?token={token}", method is "POST" ? form : null);

        var page = await WebAnswer.PageAsync(answer, HttpStatusCode.InternalServerError);
        Assert.Equal("Something went wrong here", page.Heading());
        AssertTellsNothing(page.DocumentElement.OuterHtml);
        var line = Assert.Single(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Contains($"A request failed ({method} {path})", line, StringComparison.Ordinal);
        Assert.DoesNotContain(token, line, StringComparison.Ordinal);
    }

    private static void AssertTellsNothing(string text)
    {
        Assert.DoesNotContain("SQLite", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("no such table", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
