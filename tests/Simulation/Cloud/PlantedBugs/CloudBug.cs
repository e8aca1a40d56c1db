using Tipstaff.Canaries;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>A mistake that somebody could make on the way to the cloud.</summary>
/// <param name="Name">What is done wrong.</param>
/// <param name="Promises">The numbers of the promises that it breaks, any of which may show it; <c>Q</c> is the head's own, of the mail quota, <c>C</c> that of the canary.</param>
/// <param name="Wiring">The app with the mistake in it.</param>
internal sealed record CloudBug(string Name, string Promises, CloudWiring Wiring)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CloudBug> All { get; } =
    [
        new("nobody sweeps for what a crash left", "25", new CloudWiring { HasTimer = name => name is not "SweepOutbox", DiesBeforeQueueing = 0.02 }),
        new("a claim has no lease", "2", new CloudWiring { Adjust = SendingBugs.WithoutLease }),
        new("a message waits without its marker", "25", new CloudWiring { Change = write => write.RowKey.StartsWith("~w|", StringComparison.Ordinal) ? null : write }),
        new("mails go out without their idempotency key", "2", new CloudWiring { Around = SendingBugs.WithOtherKeys }),
        new("operators are not told", "5", new CloudWiring { HasTimer = name => name is not "TellOperators" }),
        new("one slow court holds up the others", "4", new CloudWiring { Adjust = CheckingBugs.OneRequestAtATime }),
        new("entries are stored before their alerts", "2", new CloudWiring { Adjust = StoringBugs.AlertsLater }),
        new("alerts of the canary are not kept", "C", new CloudWiring { Change = write => write.PartitionKey == CanaryCourt.Id.Value && write.RowKey.StartsWith("o|", StringComparison.Ordinal) ? null : write }),
        new("each instance counts the mail quota for itself", "Q", new CloudWiring { Adjust = SendingBugs.QuotaOfItsOwn }),
        new("delivery reports are ignored", "5", new CloudWiring { Adjust = SendingBugs.DeafToReports }),
    ];

    public override string ToString() => Name;
}
