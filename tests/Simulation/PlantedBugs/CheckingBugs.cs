using Tipstaff.Checks;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Core;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>Mistakes in how courts are asked, and in what is told of it.</summary>
internal static class CheckingBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("one slow court holds up the others", "4", new Wiring { OneCheckAtATime = true }),
        new("a breaker never closes", "4", new Wiring { Wire = BreakerNeverCloses }),
        new("a court that fails counts as unchanged", "6", new Wiring { Wire = FailureTakenForUnchanged }),
        new("no gap is stored", "6", new Wiring { Wire = GapNotStored }),
        new("a gap is not told to subscribers", "6", new Wiring { Wire = GapNotTold }),
        new("a dead letter is dropped without a notice", "5", new Wiring { Wire = DeadLetterWithoutNotice }),
    ];

    private static PortSet BreakerNeverCloses(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.FindCourtAsync), (args, next) => EverOpenAsync(next(args))),
    };

    private static PortSet FailureTakenForUnchanged(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.TryRecordAsync), (args, next) =>
        {
            var step = (CourtStep)args[0]!;
            return next([step with { State = Unchanged(step.State) }, args[1]]);
        }),
    };

    private static PortSet GapNotStored(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.TryRecordAsync), (args, next) =>
        {
            var step = (CourtStep)args[0]!;
            return next([step with { State = step.State with { Window = step.State.Window with { Gaps = [] } } }, args[1]]);
        }),
    };

    private static PortSet GapNotTold(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.TryRecordAsync), (args, next) =>
        {
            var step = (CourtStep)args[0]!;
            return next([step with { Alerts = [.. step.Alerts.Select(alert => alert with { Gaps = [] })] }, args[1]]);
        }),
    };

    private static PortSet DeadLetterWithoutNotice(PortSet ports) => ports with
    {
        Outbox = Around.Member(ports.Outbox, nameof(IOutbox.RecordAsync), (args, next) =>
            next([((IReadOnlyCollection<DeliveryRecord>)args[0]!).Select(record => record with { Notice = null }).ToList(), args[1]])),
    };

    // What opened once is read as open for ever.
    private static async Task<CourtState?> EverOpenAsync(object answer) =>
        await (Task<CourtState?>)answer is { } state
            ? state.Breaker.IsClosed ? state : state with { Breaker = state.Breaker with { OpenUntil = DateTimeOffset.MaxValue } }
            : null;

    private static CourtState Unchanged(CourtState state) =>
        state.Result is CheckResult.Unavailable or CheckResult.Garbled
            ? state with { Result = CheckResult.Unchanged, GoodAt = state.CheckedAt, BuiltAt = state.CheckedAt, Window = state.Window with { NewestAt = state.CheckedAt } }
            : state;
}
