using Azure;
using Azure.Data.Tables;
using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Functions.Storage;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>Several instances at a step that is too large for one transaction.</summary>
public sealed class JournalTests : IDisposable
{
    private const int Entries = 60;

    private static readonly DateTimeOffset Now = Some.Monday9Am;

    // Nothing that Brotli writes.
    private static readonly byte[] Damage = [255, 255, 255, 255];

    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindCourtAsync_JournalFinishedBySomebodyElseBehindTheHead_IsNoFault(bool isHalfCleared)
    {
        await LeavePendingAsync();
        var half = Assert.Single(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Of("j|"), Token));
        half["Part0"] = Damage;
        using var slow = _store.Another("slow");
        var isFirst = true;
        _store.Cloud.Faults = new TableFaults
        {
            Before = async call =>
            {
                if (isFirst && call is { Instance: "slow", Operation: "Query" })
                {
                    isFirst = false;
                    Assert.Equal(1, (await _store.Dockets.FindCourtAsync(Some.Nysd, Token))!.Version);
                    if (isHalfCleared)
                    {
                        await _store.Tables.Dockets.AddEntityAsync(half, Token);
                    }
                }
            },
        };

        var state = await slow.Dockets.FindCourtAsync(Some.Nysd, Token);

        Assert.False(isFirst);
        Assert.Equal(1, state!.Version);
        Assert.Equal(Entries, (await slow.Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).Count);
    }

    [Fact]
    public async Task FindCourtAsync_DamagedJournalUnderTheSameHead_IsAFault()
    {
        await LeavePendingAsync();
        var row = Assert.Single(await _store.Tables.Dockets.ListAsync("nysd", KeyRange.Of("j|"), Token));
        row["Part0"] = Damage;
        await _store.Tables.Dockets.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Replace, Token);
        var calls = 0;
        _store.Cloud.Faults = new TableFaults { Before = _ => ++calls < 100 ? Task.CompletedTask : throw new InvalidOperationException("It goes on for ever.") };

        await Assert.ThrowsAsync<StorageException>(() => _store.Dockets.FindCourtAsync(Some.Nysd, Token));

        _store.Cloud.Faults = new TableFaults();
        Assert.NotEmpty((await HeadAsync()).GetString("Pending"));
    }

    // The head names the journal, and then the instance is no more.
    private async Task LeavePendingAsync()
    {
        using var dying = _store.Another("dying");
        var isDead = false;
        _store.Cloud.Faults = new TableFaults
        {
            After = async call =>
            {
                isDead |= call is { Instance: "dying", Operation: "SubmitTransaction" } && (await HeadAsync())?.GetString("Pending") is { Length: > 0 };
                if (isDead && call.Instance == "dying")
                {
                    throw new DeadException();
                }
            },
        };
        DocketEntry[] feed = [.. Enumerable.Range(1, Entries).Select(number => Some.Entry($"{number}", number: $"{number}"))];
        var step = new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Now, ContentHash = "1" }, NewEntries = feed };
        await Assert.ThrowsAsync<DeadException>(() => dying.Dockets.TryRecordAsync(step, Token));
    }

    private async Task<TableEntity> HeadAsync() => (await _store.Tables.Dockets.FindAsync("nysd", "head", Token))!;
}
