using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>Mistakes in what is stored when.</summary>
internal static class StoringBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("entries are claimed before their alerts are stored", "2", Of(ClaimBeforeStore)),
        new("labels are a part of an entry's identity", "1", Of(LabelsInIdentity)),
        new("a known entry is taken for new", "2", Of(KnownTakenForNew)),
        new("the moment of the confirmation is ignored", "3", Of(ConfirmedAtIgnored)),
    ];

    private static Wiring Of(Func<PortSet, PortSet> wire) => new() { Wire = wire };

    private static PortSet ClaimBeforeStore(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.TryRecordAsync), (args, next) => RecordInTwoAsync(ports.Outbox, (CourtStep)args[0]!, step => (Task<bool>)next([step, args[1]]))),
    };

    private static PortSet LabelsInIdentity(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.TryRecordAsync), (args, next) =>
        {
            var step = (CourtStep)args[0]!;
            return next([step with { NewEntries = [.. step.NewEntries, .. step.RevisedEntries.Select(Anew)], RevisedEntries = [] }, args[1]]);
        }),
    };

    private static PortSet KnownTakenForNew(PortSet ports) => ports with
    {
        Dockets = Around.Member(ports.Dockets, nameof(IDockets.FindKnownAsync), (args, next) => ForgetAsync(next(args))),
    };

    private static PortSet ConfirmedAtIgnored(PortSet ports) => ports with
    {
        Subscriptions = Around.Member(ports.Subscriptions, nameof(ISubscriptions.FollowersAsync), (args, next) => EverConfirmedAsync(next(args))),
    };

    private static async Task<bool> RecordInTwoAsync(IOutbox outbox, CourtStep step, Func<CourtStep, Task<bool>> record)
    {
        if (!await record(step with { Alerts = [] }))
        {
            return false;
        }

        foreach (var alert in step.Alerts)
        {
            await outbox.TryAddAsync(OutboxMessage.AlertMessage.Of(alert), default);
        }

        return true;
    }

    private static async Task<IReadOnlyList<Subscription>> EverConfirmedAsync(object answer) =>
        [.. (await (Task<IReadOnlyList<Subscription>>)answer).Select(one => one with { ConfirmedAt = one.ConfirmedAt - TimeSpan.FromDays(10) })];

    private static async Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>> ForgetAsync(object answer)
    {
        var known = await (Task<IReadOnlyDictionary<EntryIdentity, IReadOnlyList<string>>>)answer;
        return known.SkipLast(1).ToDictionary();
    }

    private static DocketEntry Anew(DocketEntry entry) =>
        entry with { Identity = EntryIdentity.OfSequence(entry.Court, entry.CaseId ?? "0", $"{entry.Sequence}-{ContentKey.Of(entry.Labels)}") };
}
