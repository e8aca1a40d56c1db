using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Outbox;
using Tipstaff.Tests.Simulation.PlantedBugs;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>Mistakes in what is stored when.</summary>
internal static class StoringBugs
{
    // To queue an alert before its step is written does no harm, as a message of the queue is a hint to look; to claim its entries does.
    public static void AlertsLater(IServiceCollection services, CloudProcess process) =>
        Recording.Wrap<IDockets>(services, (port, provider) => Around.Member(port, nameof(IDockets.TryRecordAsync), (args, next) =>
            InTwoAsync(provider.GetRequiredService<IOutbox>(), (CourtStep)args[0]!, step => (Task<bool>)next([step, args[1]]))));

    private static async Task<bool> InTwoAsync(IOutbox outbox, CourtStep step, Func<CourtStep, Task<bool>> record)
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
}
