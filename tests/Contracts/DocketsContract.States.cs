using Tipstaff.Alerts;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class DocketsContract
{
    [Fact]
    public async Task FindCourtAsync_NeverAsked_FindsNothing()
    {
        Assert.Null(await Dockets.FindCourtAsync(Some.Nysd, Token));
        Assert.Empty(await Dockets.ListCourtsAsync(Token));
    }

    [Fact]
    public async Task FindCourtAsync_EveryFieldSet_ComesBack()
    {
        var state = new CourtState
        {
            Court = Some.Nysd,
            CheckedAt = Now.AddTicks(1),
            GoodAt = Now.AddTicks(2),
            DueAt = Now.AddTicks(3),
            Result = CheckResult.CutShort,
            Trouble = "cut short after “item” 7 – 🏛 \0",
            Failures = 4,
            ETag = "W/\"abc\"",
            LastModified = "Mon, 02 Mar 2026 14:00:00 GMT",
            ContentHash = "00ff",
            BuiltAt = Now.AddTicks(5),
            Coverage = "orders, opinions",
            Items = 6,
            UnreadableItems = 7,
        };
        await RecordAsync(new CourtStep { State = state });

        Assert.Equal(state with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task FindCourtAsync_NoFieldSet_ComesBack()
    {
        await RecordAsync(new CourtStep { State = CourtState.New(Some.Nysd) });

        Assert.Equal(CourtState.New(Some.Nysd) with { Version = 1 }, await Dockets.FindCourtAsync(Some.Nysd, Token));
    }

    [Fact]
    public async Task ListCourtsAsync_Several_AreInOrderOfTheirIds()
    {
        foreach (var court in new[] { "nysd", "ca9", "almb" })
        {
            await RecordAsync(new CourtStep { State = CourtState.New(CourtId.Parse(court)) });
        }

        Assert.Equal(["almb", "ca9", "nysd"], (await Dockets.ListCourtsAsync(Token)).Select(state => state.Court.Value));
    }
}
