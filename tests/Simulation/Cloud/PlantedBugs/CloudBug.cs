using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.PlantedBugs;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>A mistake that somebody could make on the way to the cloud.</summary>
/// <param name="Name">What is done wrong.</param>
/// <param name="Promises">The numbers of the promises that it breaks, any of which may show it.</param>
/// <param name="Wiring">The app with the mistake in it.</param>
internal sealed record CloudBug(string Name, string Promises, CloudWiring Wiring)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<CloudBug> All { get; } =
    [
        new("nobody sweeps for what a crash left", "25", new CloudWiring { HasTimer = name => name is not "SweepOutbox" }),
        new("a claim has no lease", "2", new CloudWiring { Adjust = WithoutLease }),
        new("a message waits without its marker", "25", new CloudWiring { Change = write => write.RowKey.StartsWith("~w|", StringComparison.Ordinal) ? null : write }),
        new("mails go out without their idempotency key", "2", new CloudWiring { Around = WithOtherKeys }),
        new("operators are not told", "5", new CloudWiring { HasTimer = name => name is not "TellOperators" }),
    ];

    public override string ToString() => Name;

    private static void WithoutLease(IServiceCollection services) => Recording.Wrap<IOutbox>(services, outbox =>
        Tests.Simulation.PlantedBugs.Around.Member(outbox, nameof(IOutbox.ClaimAsync), (args, next) => next([args[0], args[1], args[1], .. args[3..]])));

    private static IMailProvider WithOtherKeys(IMailProvider provider)
    {
        var sent = 0;
        return Tests.Simulation.PlantedBugs.Around.Member(provider, nameof(IMailProvider.SendAsync), (args, next) =>
            next([(OutgoingMail)args[0]! with { Key = IdempotencyKey.Parse(ContentKey.Of(((OutgoingMail)args[0]!).Key.Value, (++sent).ToString())) }, args[1]]));
    }
}
