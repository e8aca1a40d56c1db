using Azure;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>What a test has happen around calls to tables.</summary>
internal sealed class TableFaults : ICloudFaults
{
    /// <summary>Happens before the service does anything.</summary>
    public Func<CloudCall, Task> Before { get; init; } = _ => Task.CompletedTask;

    /// <summary>Happens when the service has done it, before the caller hears of it.</summary>
    public Func<CloudCall, Task> After { get; init; } = _ => Task.CompletedTask;

    /// <summary>Which calls are throttled.</summary>
    public Func<CloudCall, bool> Refuses { get; init; } = _ => false;

    /// <summary>Which calls the client makes twice, as the answer to the first was lost.</summary>
    public Func<CloudCall, bool> Repeats { get; init; } = _ => false;

    /// <summary>What a throttled caller gets.</summary>
    public static RequestFailedException Busy => new(503, "The server is busy.", "ServerBusy", innerException: null);

    public async Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
    {
        await Before(call);
        if (Refuses(call))
        {
            throw Busy;
        }
    }

    public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => After(call);

    public bool IsRepeated(CloudCall call) => Repeats(call);
}
