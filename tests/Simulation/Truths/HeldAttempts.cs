using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Truths;

/// <summary>Looks for messages that are tried again and again while every provider is away, in place of being held.</summary>
internal sealed class HeldAttempts(SimulatedWorld world)
{
    // Five failures open a breaker; each provider's may take those of one message.
    private const int Allowed = 6;

    private static readonly string[] Names = ["mail", "smtp", "acs"];

    private readonly Dictionary<(string Outage, IdempotencyKey Key), int> _attempts = [];
    private readonly List<string> _found = [];

    public IReadOnlyList<string> Found => _found;

    /// <summary>A delivery was written down.</summary>
    public void Look(DeliveryRecord record)
    {
        // A process that starts anew, or beside another, has to find out for itself.
        if (record.Delivery is not Delivery.Postponed postponed
            || postponed.Reason.StartsWith(SimulatedReceivers.Name, StringComparison.Ordinal)
            || world.Plan.Spans.FirstOrDefault(span => span.Kind is FaultKind.ProviderOutage && span.Holds("mail", world.Now)) is not { } outage
            || outage.Manner is not (FaultKind.MailUnreachable or FaultKind.MailClosing)
            || world.Plan.Spans.Any(span => span.Kind is FaultKind.ProviderOutage && IsRefusing(span) && Names.Any(name => span.Holds(name, world.Now)))
            || world.Plan.Injected.Exists(fault => IsOfProcesses(fault.Kind)))
        {
            return;
        }

        var attempts = _attempts[(outage.Id, record.Key)] = _attempts.GetValueOrDefault((outage.Id, record.Key)) + 1;
        if (attempts == Allowed + 1)
        {
            _found.Add($"{record.Key} was tried more than {Allowed} times while every provider was away ({outage.Id})");
        }
    }

    // A provider that answers 451 is not away: that is an attempt.
    private static bool IsRefusing(FaultSpan span) => span.Manner is not (FaultKind.MailUnreachable or FaultKind.MailClosing);

    private static bool IsOfProcesses(FaultKind kind) => kind is FaultKind.CrashBefore or FaultKind.CrashAfter or FaultKind.ProcessKilled
        or FaultKind.SecondInstance or FaultKind.ClockStep or FaultKind.InstanceKilledBefore or FaultKind.InstanceKilledAfter or FaultKind.AcsKilledAfter
        or FaultKind.Deployment or FaultKind.ScaledOut;
}
