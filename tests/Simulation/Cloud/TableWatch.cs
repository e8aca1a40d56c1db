using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>Looks at the tables after each write, whatever its writer hears of it: what stands there from then on is the truth.</summary>
internal sealed class TableWatch(SimulatedWorld world, AuditTables audit)
{
    private readonly List<Pending> _pending = [];
    private readonly Dictionary<SubscriptionId, long> _versions = [];

    /// <summary>A step is about to be written; who dies over it never takes it back.</summary>
    public IDisposable Begin(CloudProcess process, CourtStep step)
    {
        var pending = new Pending(this, process, audit.FindCourt(step.State.Court), step);
        _pending.Add(pending);
        return pending;
    }

    /// <summary>A write has been done.</summary>
    public void Written(CloudProcess process, CloudCall call)
    {
        var subject = call.Subject.Split('|');
        switch (subject[0])
        {
            case "courts":
                LookAtCourt(process, subject[2]);
                break;
            case "dockets":
                LookAtCourt(process, subject[1]);
                break;
            case "subscribers":
                LookAtSubscriptions(subject[1]);
                break;
        }
    }

    private void LookAtCourt(CloudProcess process, string court)
    {
        foreach (var pending in _pending.FindAll(one => one.Process == process && one.Step.State.Court.Value == court))
        {
            var (before, step) = (pending.Before, pending.Step);
            var now = audit.FindCourt(step.State.Court);
            if (now is not null && now.CheckedAt == step.State.CheckedAt && now.CheckedAt != before?.CheckedAt)
            {
                _pending.Remove(pending);
                world.Truth.Recorded(process, before, step);
            }
        }
    }

    private void LookAtSubscriptions(string subscriber)
    {
        List<Subscription> changed = [];
        foreach (var row in audit.List(audit.Tables.Subscribers, subscriber).Where(row => row.RowKey.StartsWith("s|", StringComparison.Ordinal)))
        {
            var subscription = SubscriptionRows.Read(row);
            if (_versions.GetValueOrDefault(subscription.Id, -1) != subscription.Version)
            {
                _versions[subscription.Id] = subscription.Version;
                changed.Add(subscription);
            }
        }

        world.Truth.Written(changed);
    }

    private sealed class Pending(TableWatch watch, CloudProcess process, CourtState? before, CourtStep step) : IDisposable
    {
        public CloudProcess Process { get; } = process;

        public CourtState? Before { get; } = before;

        public CourtStep Step { get; } = step;

        public void Dispose() => watch._pending.Remove(this);
    }
}
