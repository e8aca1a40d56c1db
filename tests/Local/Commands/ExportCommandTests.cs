using System.Text.Json;
using Tipstaff.Exports;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _files;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Export_Csv_ImportedElsewhere_IsTheSame()
    {
        string[] lines =
        [
            "ada@example.com,nysd,1:26-cv-01234,,immediate,2026-03-02T14:00:00Z",
            "ada@example.com,,,\"acme \"\"john doe\"\"\",daily,2026-03-01T09:30:00.1234567Z",
            "grace@example.com,nyed,,,weekly,2026-03-02T14:00:00Z",
        ];
        var (first, second) = (_folder.Combine("first"), _folder.Combine("second"));
        await ImportAsync(first, string.Join('\n', lines));

        var (status, csv, errors) = await TipstaffProcess.RunAsync("export", "--csv", "--data", first);
        await ImportAsync(second, csv);
        var (_, again, _) = await TipstaffProcess.RunAsync("export", "--csv", "--data", second);

        Assert.Equal(0, status);
        Assert.Equal(SubscriptionCsv.Header, Lines(csv).First());
        Assert.Equal(lines.Order(StringComparer.Ordinal), Lines(csv).Skip(1).Order(StringComparer.Ordinal));
        Assert.Equal(Lines(csv).Order(StringComparer.Ordinal), Lines(again).Order(StringComparer.Ordinal));
        Assert.Contains("3 subscriptions written", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Csv_LeavesOutWhatIsPausedOrEndedOrPending()
    {
        await ImportAsync(_folder.Root, "ada@example.com,nysd,1:26-cv-01234,,immediate,\nada@example.com,nysd,1:26-cv-00002,,immediate,\nada@example.com,nysd,1:26-cv-00003,,immediate,");
        using (var database = SqliteDatabase.Open(Path.Combine(_folder.Root, "tipstaff.db")))
        {
            var subscriptions = new SqliteSubscriptions(database);
            var own = (await subscriptions.ListConfirmedAsync(after: null, 10, Token)).OrderBy(one => one.Docket!.Value, StringComparer.Ordinal).ToList();
            await subscriptions.TryWriteAsync(
                [own[0].Paused(own[0].ConfirmedAt!.Value), own[1].Ended(own[1].ConfirmedAt!.Value), Some.Subscription("eve@example.com", confirmed: false)], message: null, Token);
        }

        var (_, csv, errors) = await TipstaffProcess.RunAsync("export", "--csv", "--data", _folder.Root);

        Assert.StartsWith("ada@example.com,nysd,1:26-cv-01234,", Assert.Single(Lines(csv).Skip(1)), StringComparison.Ordinal);
        Assert.Contains("1 that are paused or go to webhooks", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Email_IsAllOfThatSubscriberAsJson()
    {
        await ImportAsync(_folder.Root, "ada@example.com,nysd,1:26-cv-01234,,immediate,\ngrace@example.com,nysd,1:26-cv-00002,,immediate,");

        var (status, json, _) = await TipstaffProcess.RunAsync("export", "--email", "Ada@Example.com", "--data", _folder.Root);

        var body = JsonDocument.Parse(json).RootElement;
        Assert.Equal((0, "ada@example.com"), (status, body.GetProperty("addresses")[0].GetString()));
        Assert.Equal("1:26-cv-01234", Assert.Single(body.GetProperty("subscriptions").EnumerateArray()).GetProperty("docketNumber").GetString());
        Assert.DoesNotContain("grace", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Email_LeavesOutWhatIsKeptNoLongerByTheSettings()
    {
        await ImportAsync(_folder.Root, "ada@example.com,nysd,1:26-cv-01234,,immediate,");
        using (var database = SqliteDatabase.Open(Path.Combine(_folder.Root, "tipstaff.db")))
        {
            var subscription = Assert.Single(await new SqliteSubscriptions(database).ListConfirmedAsync(after: null, 10, Token));
            var message = OutboxMessage.AlertMessage.Of(Some.Alert(subscription, TimeProvider.System.GetUtcNow().AddDays(-20)));
            var outbox = new SqliteOutbox(database);
            await outbox.TryAddAsync(message, Token);
            var claim = Assert.Single(await outbox.ClaimAsync([message.Key], message.CreatedAt, message.CreatedAt.AddHours(1), "smtp", Token));
            await outbox.RecordAsync([new(message.Key, claim.ClaimToken, new Delivery.Delivered("smtp", TimeProvider.System.GetUtcNow().AddDays(-20)))], Token);
        }

        Assert.Equal(1, await AlertsAsync());
        Assert.Equal(0, await AlertsAsync(KeyValuePair.Create("Retention__Alerts", "10.00:00:00")));
        var (status, _, errors) = await ExportAsync(KeyValuePair.Create("Retention__Alerts", "1.00:00:00"));
        Assert.Equal(1, status);
        Assert.Contains("Retention:Alerts", errors, StringComparison.Ordinal);

        async Task<int> AlertsAsync(params IEnumerable<KeyValuePair<string, string>> settings) =>
            JsonDocument.Parse((await ExportAsync(settings)).Output).RootElement.GetProperty("messages").GetArrayLength();

        Task<(int Status, string Output, string Errors)> ExportAsync(params IEnumerable<KeyValuePair<string, string>> settings) =>
            TipstaffProcess.RunAsync(["export", "--email", "ada@example.com", "--data", _folder.Root], settings);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(2, "--csv", "--email", "ada@example.com")]
    [InlineData(2, "--email", "nobody")]
    [InlineData(1, "--email", "stranger@example.com")]
    public async Task Export_WrongOrUnknown_SaysSoInOneLineWithoutTheAddress(int expected, params string[] args)
    {
        await ImportAsync(_folder.Root, "ada@example.com,nysd,1:26-cv-01234,,immediate,");

        var (status, output, errors) = await TipstaffProcess.RunAsync(["export", .. args, "--data", _folder.Root]);

        Assert.Equal((expected, ""), (status, output));
        Assert.StartsWith("tipstaff: ", Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("@example", errors.Replace("reader@example.com", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private async Task ImportAsync(string folder, string csv)
    {
        var file = _folder.Combine($"{++_files}.csv");
        await File.WriteAllTextAsync(file, csv, Token);
        var (status, _, errors) = await TipstaffProcess.RunAsync("import", file, "--data", folder);
        Assert.True(status == 0, errors);
    }
}
