using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Tests.Simulation.PlantedBugs;

namespace Tipstaff.Tests.Simulation.Cloud.PlantedBugs;

/// <summary>Mistakes in how courts are asked.</summary>
internal static class CheckingBugs
{
    // All courts of an instance in one line. By tasks of its own, as a semaphore that waits under a token goes on in the pool.
    public static void OneRequestAtATime(IServiceCollection services, CloudProcess process)
    {
        Task last = Task.CompletedTask;
        Recording.Wrap<IFeedSource>(services, source => Around.Member(source, nameof(IFeedSource.FetchAsync), (args, next) =>
        {
            var asked = AfterAsync(last, () => (Task<FeedFetch>)next(args), (CancellationToken)args[^1]!);
            last = asked;
            return asked;
        }));
    }

    private static async Task<FeedFetch> AfterAsync(Task before, Func<Task<FeedFetch>> ask, CancellationToken cancellationToken)
    {
        await Task.WhenAny(before);
        cancellationToken.ThrowIfCancellationRequested();
        return await ask();
    }
}
