using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>No entry is too large for its rows.</summary>
public sealed class KeptTextsTests : IDisposable
{
    private static readonly DateTimeOffset Now = Some.Monday9Am;

    private readonly TableTestStore _store = new();
    private readonly Random _random = new(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task TryRecordAsync_EntryOfAbsurdLabels_IsKeptAndStopsNothing()
    {
        var absurd = Absurd("10");
        var plain = Some.Entry("11", labels: "Notice of Appearance");

        await RecordAsync(0, added: [absurd, plain], told: [absurd, plain]);
        await RecordAsync(1, revised: [Absurd("10"), plain with { Labels = ["Notice of Appearance", "Motion"] }]);
        await RecordAsync(2, revised: [Absurd("10")], added: [Some.Entry("12")]);

        var lines = (await _store.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).ToDictionary(entry => entry.Sequence!);
        Assert.Equal(["Notice of Appearance", "Motion"], lines["11"].Labels);
        Assert.Equal((absurd.Number, absurd.Document, absurd.EnteredAt), (lines["10"].Number, lines["10"].Document, lines["10"].EnteredAt));
        Assert.InRange(lines["10"].Labels.Count, 1, 100);
        Assert.Equal(50_000, lines["10"].Labels.Sum(label => label.Length), 1_000.0);
        var known = await _store.Another().Dockets.FindKnownAsync(Some.Nysd, [absurd.Identity, plain.Identity], Token);
        Assert.Equal(lines["10"].Labels, known[absurd.Identity]);
        Assert.Equal(lines["11"].Labels, known[plain.Identity]);
        var claim = Assert.Single(await _store.Outbox.ClaimAsync(await _store.Outbox.FindDueAsync(Now, 10, Token), Now, Now.AddMinutes(5), "acs", Token));
        Assert.Equal(["10", "11"], Assert.IsType<OutboxMessage.AlertMessage>(claim.Message).Alert.Entries.Select(entry => entry.Sequence));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(3_000)]
    public async Task TryRecordAsync_ManyAbsurdEntriesInOneAlert_AreAllTold(int count)
    {
        DocketEntry[] entries = [.. Enumerable.Range(10, count).Select(number => Some.Entry($"{number}", number: $"{number}", labels: [Text(1_500), Text(1_500)], caption: Text(1_500)))];

        await RecordAsync(0, added: entries, told: entries);

        var claim = Assert.Single(await _store.Outbox.ClaimAsync(await _store.Outbox.FindDueAsync(Now, 10, Token), Now, Now.AddMinutes(5), "acs", Token));
        Assert.Equal(entries.Select(entry => entry.Number), Assert.IsType<OutboxMessage.AlertMessage>(claim.Message).Alert.Entries.Select(entry => entry.Number));
        Assert.Equal(count, (await _store.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).Count);
    }

    [Fact]
    public async Task TryRecordAsync_ManyRevisedToLongLabels_KeepsTheHeadWithinItsRow()
    {
        DocketEntry[] entries = [.. Enumerable.Range(10, 40).Select(number => Some.Entry($"{number}"))];
        await RecordAsync(0, added: entries);

        await RecordAsync(1, revised: [.. entries.Select(entry => entry with { Labels = [.. Enumerable.Range(0, 60).Select(_ => Text(800))] })]);

        var known = await _store.Another().Dockets.FindKnownAsync(Some.Nysd, [.. entries.Select(entry => entry.Identity)], Token);
        Assert.Equal(40, known.Count);
        Assert.All(known.Values, labels => Assert.InRange(labels.Count, 50, 61));
    }

    [Fact]
    public void Of_OrdinaryEntry_IsAsItWas()
    {
        var entry = Some.Entry(labels: ["Notice of Appearance", "Motion"]);

        Assert.Equal(StoredJson.Write(entry), StoredJson.Write(KeptTexts.Of(entry)));
    }

    [Fact]
    public void Of_CutBefore_IsTheSameAgain()
    {
        var kept = KeptTexts.Of(Absurd("10"));

        Assert.Equal(StoredJson.Write(kept), StoredJson.Write(KeptTexts.Of(kept)));
    }

    private DocketEntry Absurd(string sequence) => Some.Entry(sequence, labels: [.. Enumerable.Range(0, 100).Select(_ => Text(20_000))]) with
    {
        Caption = Text(60_000),
        DocketAsWritten = Text(60_000),
        Trustee = Text(60_000),
        DocumentLink = Text(60_000),
        DocketLink = Text(60_000),
    };

    // Letters of all kinds, which nothing compresses.
    private string Text(int length) => string.Create(length, _random, (text, random) =>
    {
        for (var at = 0; at < text.Length; at++)
        {
            text[at] = (char)random.Next(0x4E00, 0xA000);
        }
    });

    private async Task RecordAsync(long version, DocketEntry[]? added = null, DocketEntry[]? revised = null, DocketEntry[]? told = null) =>
        Assert.True(await _store.Dockets.TryRecordAsync(
            new CourtStep
            {
                State = CourtState.New(Some.Nysd) with { Version = version, CheckedAt = Now, ContentHash = $"{version}" },
                NewEntries = added ?? [],
                RevisedEntries = revised ?? [],
                Alerts = told is null ? [] : [Some.Alert(entries: told)],
            },
            Token));
}
