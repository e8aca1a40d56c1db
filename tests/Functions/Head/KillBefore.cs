using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Kills the running instance before the first call of a kind.</summary>
internal sealed class KillBefore(CloudBench bench, Func<CloudCall, bool> isIt) : ICloudFaults
{
    public int Kills { get; private set; }

    public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
    {
        if (Kills == 0 && isIt(call))
        {
            Kills++;
            bench.App.Kill();
        }

        return Task.CompletedTask;
    }

    public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
}
