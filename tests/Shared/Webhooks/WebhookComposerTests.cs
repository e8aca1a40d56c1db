using System.Text;
using System.Text.Json;
using Tipstaff.Alerts;
using Tipstaff.Courts;
using Tipstaff.Gaps;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookComposerTests
{
    private const int MaxBytes = 65_536;

    private readonly WebhookComposer _composer = Composer(new ManualTimeProvider());

    [Fact]
    public void ComposeAlert_AnAlertWithEverything_TellsTheFactsOfItsMail()
    {
        var alert = Some.Alert(entries:
        [
            Some.Entry(sequence: "10", number: "57", labels: ["Order on Motion to Seal", "Order on Motion <b>to Stay</b>"]),
            Some.Entry(sequence: "11", number: null, document: null, timed: false, labels: [" \u202e\0"]),
        ]) with
        {
            Gaps = [new Gap(Some.Nysd, Some.Monday9Am.AddHours(-2), Some.Monday9Am.AddHours(-1), Some.Monday9Am)],
            Quiet = new QuietEntries([new NumberRange(41, 43), new NumberRange(45, 45)], IsOurs: false),
        };

        var message = _composer.ComposeAlert(alert);

        Assert.Equal(IdempotencyKey.Of(alert.Id), message.Key);
        Assert.Equal($"msg_{alert.Id}", message.Id);
        Assert.Equal(alert.Id.Value, message.Trace!.TraceId);
        Assert.Equal(
            Squeezed($$"""
            {
              "type": "docket.entries", "timestamp": "2026-03-02T14:00:00Z", "version": 1,
              "data": {
                "alert": "{{alert.Id}}", "subscription": "{{alert.Subscription}}",
                "court": { "id": "nysd", "name": "{{CourtDirectory.Default[Some.Nysd].Name}}" },
                "docketNumber": "1:26-cv-01234", "caption": "Doe v. Roe",
                "docketLink": "https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345",
                "entryCount": 2,
                "entries": [
                  { "id": "nysd|612345|10", "number": "57", "labels": ["Order on Motion to Seal", "Order on Motion <b>to Stay</b>"], "labelsShortened": false,
                    "enteredAt": "2026-03-02T14:00:00Z", "documentLink": "https://ecf.nysd.uscourts.gov/doc1/127022264358" },
                  { "id": "nysd|612345|11", "number": null, "labels": [], "labelsShortened": false, "enteredAt": null, "documentLink": null }
                ],
                "omitted": null,
                "feedCoverage": "all",
                "gaps": [{ "from": "2026-03-02T12:00:00Z", "until": "2026-03-02T13:00:00Z" }], "earlierGaps": 0,
                "quietEntries": { "numbers": [{ "from": 41, "to": 43 }, { "from": 45, "to": 45 }], "hasMoreNumbers": false, "mayHaveBeenInFeed": false },
                "unsubscribeLink": "{{SomeComposer.Links().Unsubscribe(alert.Subscription, alert.CreatedAt)}}",
                "contact": "desk@example.com"
              }
            }
            """),
            Squeezed(Encoding.ASCII.GetString(message.Body.Span)));
    }

    [Fact]
    public void ComposeAlert_AnAlertWithLittle_SaysNullForWhatThereIsNot()
    {
        var alert = Some.Alert(entries: [Some.Entry(caption: "") with { DocketLink = "https://evil.example.com/" }]) with { Coverage = null };

        var data = Data(_composer.ComposeAlert(alert));

        Assert.All(["caption", "docketLink", "feedCoverage", "quietEntries", "omitted"], name => Assert.Equal(JsonValueKind.Null, data.GetProperty(name).ValueKind));
        Assert.Empty(data.GetProperty("gaps").EnumerateArray());
    }

    [Fact]
    public void ComposeAlert_TheSameAlertADayLater_IsTheSameToTheByte()
    {
        var clock = new ManualTimeProvider();
        var first = Composer(clock).ComposeAlert(Some.Alert());

        clock.Advance(TimeSpan.FromDays(1));
        var second = Composer(clock).ComposeAlert(Some.Alert());

        Assert.Equal(first.Body.ToArray(), second.Body.ToArray());
    }

    [Theory]
    [InlineData(100, 400, false)]
    [InlineData(150, 400, true)]
    public void ComposeAlert_ManyEntries_ShortensLabelsBeforeItLeavesOut(int count, int labelLength, bool isShortened)
    {
        var alert = ManyEntries(count, new string('x', labelLength / 4), new string('y', labelLength / 4));

        var data = Data(_composer.ComposeAlert(alert));

        Assert.Equal(count, data.GetProperty("entries").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("omitted").ValueKind);
        Assert.All(data.GetProperty("entries").EnumerateArray(), entry => Assert.Equal(isShortened, entry.GetProperty("labelsShortened").GetBoolean()));
    }

    [Fact]
    public void ComposeAlert_AnEntryOfManyLabels_KeepsWhatFitsAndSaysSo()
    {
        var alert = Some.Alert(entries: [Some.Entry(labels: [.. Enumerable.Range(10, 30).Select(i => $"Label number {i} of it")])]);

        var entry = Data(_composer.ComposeAlert(alert)).GetProperty("entries").EnumerateArray().Single();

        var labels = entry.GetProperty("labels").EnumerateArray().Select(label => label.GetString()!).ToList();
        Assert.Equal([.. Enumerable.Range(10, 19).Select(i => $"Label number {i} of it"), "…"], labels);
        Assert.True(entry.GetProperty("labelsShortened").GetBoolean());
    }

    [Fact]
    public void ComposeAlert_MoreEntriesThanFit_NamesEachOneThatIsLeftOut()
    {
        var alert = ManyEntries(1_000, "Notice");

        var data = Data(_composer.ComposeAlert(alert));

        var written = data.GetProperty("entries").GetArrayLength();
        var omitted = data.GetProperty("omitted");
        Assert.InRange(written, 100, 999);
        Assert.Equal(1_000, data.GetProperty("entryCount").GetInt32());
        Assert.Equal(1_000 - written, omitted.GetProperty("count").GetInt32());
        var range = Assert.Single(omitted.GetProperty("numbers").EnumerateArray());
        Assert.Equal(($"{written + 1}", "1000"), (range.GetProperty("from").GetString(), range.GetProperty("to").GetString()));
        Assert.False(omitted.GetProperty("hasMoreNumbers").GetBoolean());
        Assert.Equal(data.GetProperty("docketLink").GetString(), omitted.GetProperty("link").GetString());
    }

    [Fact]
    public void ComposeAlert_EntriesLeftOutWithoutADocketLink_LeadNowhere()
    {
        var alert = ManyEntries(1_000, "Notice");

        var data = Data(_composer.ComposeAlert(alert with { Entries = [.. alert.Entries.Select((entry, i) => entry with { DocketLink = null, Number = i % 2 == 0 ? null : entry.Number })] }));

        var omitted = data.GetProperty("omitted");
        Assert.Equal(JsonValueKind.Null, omitted.GetProperty("link").ValueKind);
        Assert.Equal(40, omitted.GetProperty("numbers").GetArrayLength());
        Assert.True(omitted.GetProperty("hasMoreNumbers").GetBoolean());
        Assert.InRange(omitted.GetProperty("withoutNumber").GetInt32(), (omitted.GetProperty("count").GetInt32() / 2) - 1, (omitted.GetProperty("count").GetInt32() / 2) + 1);
    }

    [Fact]
    public void ComposeAlert_TheWorstThatACourtCanWrite_StaysBelowTheLimit()
    {
        var worst = string.Concat(Enumerable.Repeat("\"\u65e5\\", 400));
        var link = $"https://ecf.nysd.uscourts.gov/{new string('\'', 460)}";
        var entries = Enumerable.Range(1, 300).Select(i => Some.Entry(sequence: $"{i}", number: "\u65e5\u65e5\u65e5\u65e5\u65e5\u65e5\u65e5\u65e5" + (i * 2), caption: worst, labels: [.. Enumerable.Repeat(worst, 50)]) with
        {
            DocketLink = link,
            DocumentLink = link,
        });
        var alert = Some.Alert(entries: [.. entries]) with
        {
            Coverage = worst,
            Gaps = [.. Enumerable.Range(0, 500).Select(i => new Gap(Some.Nysd, Some.Monday9Am.AddTicks(i + 1), Some.Monday9Am.AddTicks(i + 2), Some.Monday9Am.AddTicks(i + 3)))],
            Quiet = new QuietEntries([.. Enumerable.Range(0, 500).Select(i => new NumberRange(2_000_000_000 + (3 * i), 2_000_000_001 + (3 * i)))], IsOurs: true),
        };

        var message = _composer.ComposeAlert(alert);

        var data = Data(message);
        Assert.InRange(message.Body.Length, MaxBytes * 8 / 10, MaxBytes);
        Assert.True(System.Text.Ascii.IsValid(message.Body.Span));
        Assert.Equal(490, data.GetProperty("earlierGaps").GetInt32());
        Assert.Equal(Some.Monday9Am.AddTicks(501), data.GetProperty("gaps").EnumerateArray().Last().GetProperty("until").GetDateTimeOffset());
        Assert.Equal(40, data.GetProperty("quietEntries").GetProperty("numbers").GetArrayLength());
        Assert.True(data.GetProperty("quietEntries").GetProperty("hasMoreNumbers").GetBoolean());
    }

    private static WebhookComposer Composer(TimeProvider clock) => new(
        SomeComposer.Links(clock), Microsoft.Extensions.Options.Options.Create(SomeComposer.Options), CourtDirectory.Default);

    private static Alert ManyEntries(int count, params string[] labels) =>
        Some.Alert(entries: [.. Enumerable.Range(1, count).Select(i => Some.Entry(sequence: $"{i}", number: $"{i}", labels: labels))]);

    private static JsonElement Data(WebhookMessage message)
    {
        using var json = JsonDocument.Parse(message.Body);
        return json.RootElement.GetProperty("data").Clone();
    }

    private static string Squeezed(string json)
    {
        using var read = JsonDocument.Parse(json);
        return JsonSerializer.Serialize(read.RootElement);
    }
}
