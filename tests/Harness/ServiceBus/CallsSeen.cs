using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

/// <summary>Notes each call, and fails those that a test wants to fail.</summary>
internal sealed class CallsSeen : ICloudFaults
{
    public List<CloudCall> Seen { get; } = [];

    public Func<CloudCall, Exception?> Before { get; set; } = static _ => null;

    public Func<CloudCall, Exception?> After { get; set; } = static _ => null;

    public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
    {
        Seen.Add(call);
        return Before(call) is { } error ? Task.FromException(error) : Task.CompletedTask;
    }

    public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) =>
        After(call) is { } error ? Task.FromException(error) : Task.CompletedTask;
}
