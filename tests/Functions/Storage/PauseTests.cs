using Tipstaff.Checks;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>A hold of operators stands in the court's state, which checks write too.</summary>
public sealed class PauseTests : IDisposable
{
    private readonly TableTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task RunAsync_CheckWithContentThatBeganBefore_DecidesAnew()
    {
        await _store.Dockets.TryRecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) with { CheckedAt = Some.Monday9Am } }, Token);
        var before = (await _store.Dockets.FindCourtAsync(Some.Nysd, Token))!;
        var until = Some.Monday9Am.AddHours(1);

        await new PauseCourt(_store.Dockets, new ManualTimeProvider()).RunAsync(Some.Nysd, until, Token);
        var isWritten = await _store.Dockets.TryRecordAsync(new CourtStep { State = before with { ContentHash = "a" }, NewEntries = [Some.Entry()] }, Token);

        Assert.False(isWritten);
        Assert.Equal(until, (await _store.Dockets.FindCourtAsync(Some.Nysd, Token))!.PausedUntil);
    }

    [Fact]
    public async Task RunAsync_CourtNeverAsked_IsListedAsHeld()
    {
        var until = Some.Monday9Am.AddHours(1);

        await new PauseCourt(_store.Dockets, new ManualTimeProvider()).RunAsync(Some.Nysd, until, Token);

        var listed = Assert.Single(await _store.Dockets.ListCourtsAsync(Token));
        Assert.Equal((until, null), (listed.PausedUntil, listed.CheckedAt));
    }
}
