using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

/// <summary><c>GET /api/dockets/COURT/NUMBER</c>.</summary>
public sealed class DocketsRouteTests : IAsyncLifetime
{
    private const string Path = "/api/dockets/nysd/1:26-cv-01234";

    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await LocalHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("/api/dockets/nysd/1:26-cv-01234")]
    [InlineData("/api/dockets/nysd/1%3A26-cv-01234")]
    [InlineData("/api/dockets/NYSD/1%3a26-CV-1234-ABC-DEF")]
    [InlineData("/api/dockets/sdny/%201:26-cv-01234")]
    public async Task Get_NumberAsTheCourtWritesIt_IsTheDocket(string path)
    {
        await RecordAsync([Some.Entry("10", "3", labels: ["Motion\u0007 to\nDismiss", "Brief"]) with { DocketLink = "javascript:alert(1)" }]);

        var docket = await JsonAsync(path);

        Assert.Equal(("nysd", "1:26-cv-01234", "Doe v. Roe"), (Text(docket, "court"), Text(docket, "docketNumber"), Text(docket, "caption")));
        Assert.Equal(JsonValueKind.Null, docket.GetProperty("docketLink").ValueKind);
        var entry = Assert.Single(docket.GetProperty("entries").EnumerateArray());
        Assert.Equal(("3", "https://ecf.nysd.uscourts.gov/doc1/127022264358"), (Text(entry, "number"), Text(entry, "documentLink")));
        Assert.Equal(["Motion to Dismiss", "Brief"], entry.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(Some.Monday9Am, entry.GetProperty("enteredAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task Get_LinkThatLeadsElsewhere_IsNotTold()
    {
        await RecordAsync([Some.Entry() with { DocumentLink = "https://evil.example/doc1/1" }]);

        var entry = Assert.Single((await JsonAsync(Path)).GetProperty("entries").EnumerateArray());

        Assert.Equal(JsonValueKind.Null, entry.GetProperty("documentLink").ValueKind);
    }

    [Fact]
    public async Task Get_PageByPage_TellsEachOnceTheNewestFirst_WhateverComesMeanwhile()
    {
        await RecordAsync([.. Enumerable.Range(1, 5).Select(number => Some.Entry($"{number}", $"{number}", Some.Monday9Am.AddMinutes(number)))]);
        var (told, cursor) = (new List<string?>(), (string?)"");
        while (cursor is not null)
        {
            var page = await JsonAsync($"{Path}?limit=2{(cursor.Length > 0 ? $"&cursor={cursor}" : "")}");
            told.AddRange(page.GetProperty("entries").EnumerateArray().Select(entry => Text(entry, "number")));
            if (cursor.Length == 0)
            {
                await RecordAsync([Some.Entry("6", "6", Some.Monday9Am.AddMinutes(6))], version: 1);
            }

            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(["5", "4", "3", "2", "1"], told);
    }

    [Fact]
    public async Task Get_NumbersLeftOutAndAGap_AreMentioned()
    {
        var gap = new Gap(Some.Nysd, Some.Monday9Am.AddDays(-1), Some.Monday9Am.AddHours(-9), _host.Clock.GetUtcNow());
        await RecordAsync(
            [Some.Entry("1", "3", Some.Monday9Am), Some.Entry("2", "7", Some.Monday9Am.AddMinutes(1))],
            window: FeedWindow.New with { Since = Some.Monday9Am.AddDays(-2), Gaps = [gap] });

        var docket = await JsonAsync(Path);

        var quiet = Assert.Single(docket.GetProperty("quietNumbers").EnumerateArray());
        Assert.Equal((4, 6), (quiet.GetProperty("from").GetInt32(), quiet.GetProperty("to").GetInt32()));
        Assert.Equal(gap.Until, Assert.Single(docket.GetProperty("gaps").EnumerateArray()).GetProperty("until").GetDateTimeOffset());
    }

    [Fact]
    public async Task Get_KnownTag_Is304()
    {
        await RecordAsync([Some.Entry()]);
        using var first = await _host.GetAsync(Path);
        var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var again = await _host.Client.SendAsync(request);

        Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
    }

    [Theory]
    [InlineData("/api/dockets/nysd/1:26-cv-09999")]
    [InlineData("/api/dockets/nyed/1:26-cv-01234")]
    [InlineData("/api/dockets/nowhere/1:26-cv-01234")]
    [InlineData("/api/dockets/%F0%9F%92%A9/1:26-cv-01234")]
    [InlineData("/api/dockets/nysd")]
    [InlineData("/api/dockets/nysd/1:26-cv-01234/entries")]
    [InlineData("/api/dockets/nysd/%2e%2e/%2e%2e/nothing")]
    public async Task Get_Unknown_Is404WithWhatToDo(string path)
    {
        await RecordAsync([Some.Entry()]);

        using var answer = await _host.GetAsync(path);

        await WebAnswer.ProblemAsync(answer, HttpStatusCode.NotFound, "not-found");
    }

    [Theory]
    [InlineData("/api/dockets/nysd/rubbish", "docketNumber")]
    [InlineData("/api/dockets/nysd/%20", "docketNumber")]
    [InlineData("/api/dockets/nysd/1:26-cv-01234%2Fx", "docketNumber")]
    [InlineData("/api/dockets/nysd/1:26-cv-01234%2f..%2f..", "docketNumber")]
    [InlineData("/api/dockets/nysd/1%253A26-cv-01234", "docketNumber")]
    [InlineData("/api/dockets/nysd/1:26-cv-01234%27%20OR%201=1--", "docketNumber")]
    [InlineData("/api/dockets/nysd/1:26-cv-01234%3Cscript%3E", "docketNumber")]
    [InlineData("/api/dockets/nysd/%D9%A1:26-cv-01234", "docketNumber")]
    [InlineData(Path + "?limit=0", "limit")]
    [InlineData(Path + "?limit=201", "limit")]
    [InlineData(Path + "?limit=-1", "limit")]
    [InlineData(Path + "?limit=", "limit")]
    [InlineData(Path + "?limit=1e2", "limit")]
    [InlineData(Path + "?limit=99999999999999999999", "limit")]
    [InlineData(Path + "?cursor=", "cursor")]
    [InlineData(Path + "?cursor=x", "cursor")]
    [InlineData(Path + "?cursor=%00", "cursor")]
    [InlineData(Path + "?cursor=bnlzZHw2MTIzNDV8OTk", "cursor")]
    [InlineData(Path + "?cursor=%2B%2F%3D%3D", "cursor")]
    public async Task Get_WhatCannotBeRead_IsNamed(string path, string field)
    {
        await RecordAsync([Some.Entry()]);

        using var answer = await _host.GetAsync(path);

        var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
        Assert.NotEmpty(problem.GetProperty("errors").GetProperty(field).GetString()!);
    }

    [Fact]
    public async Task Get_HugeCursorAndNumber_AreRefused()
    {
        await RecordAsync([Some.Entry()]);

        using var cursor = await _host.GetAsync($"{Path}?cursor={new string('A', 4_000)}");
        using var number = await _host.GetAsync($"/api/dockets/nysd/1:26-cv-{new string('1', 4_000)}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (cursor.StatusCode, number.StatusCode));
    }

    private async Task RecordAsync(IReadOnlyList<DocketEntry> entries, long version = 0, FeedWindow? window = null) =>
        Assert.True(await _host.Services.GetRequiredService<IDockets>().TryRecordAsync(
            new CourtStep
            {
                State = CourtState.New(Some.Nysd) with { CheckedAt = Some.Monday9Am, Result = CheckResult.NewEntries, Version = version, Window = window ?? FeedWindow.New },
                NewEntries = entries,
            },
            default));

    private async Task<JsonElement> JsonAsync(string path)
    {
        using var answer = await _host.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.OK, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
