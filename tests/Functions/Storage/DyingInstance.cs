using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Functions.Storage;

/// <summary>Ends an instance at one of its calls: from there on each of its calls throws.</summary>
/// <param name="instance">Which.</param>
/// <param name="at">At which call, from 0.</param>
/// <param name="isDone">Whether the service still does what that call asked for.</param>
internal sealed class DyingInstance(string instance, int at, bool isDone) : ICloudFaults
{
    private int _calls;

    /// <summary>Whether it came to that call.</summary>
    public bool IsDead { get; private set; }

    public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
    {
        IsDead |= call.Instance == instance && _calls++ == at && !isDone;
        return Answer(call);
    }

    public Task AfterAsync(CloudCall call, CancellationToken cancellationToken)
    {
        IsDead |= call.Instance == instance && _calls > at;
        return Answer(call);
    }

    private Task Answer(CloudCall call) => IsDead && call.Instance == instance ? Task.FromException(new DeadException()) : Task.CompletedTask;
}

/// <summary>The instance is no more.</summary>
internal sealed class DeadException : Exception;
