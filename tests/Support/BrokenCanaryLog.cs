using Tipstaff.Canaries;

namespace Tipstaff.Tests.Support;

/// <summary>A canary's row that cannot be read or written.</summary>
internal sealed class BrokenCanaryLog : ICanaryLog
{
    /// <summary>How often it was asked for.</summary>
    public int Asked { get; private set; }

    public Task<CanaryRecord?> FindAsync(CancellationToken cancellationToken)
    {
        Asked++;
        throw new InvalidOperationException("The canary's row is throttled.");
    }

    public Task<bool> TryWriteAsync(CanaryRecord next, CancellationToken cancellationToken) => throw new InvalidOperationException("The canary's row is throttled.");
}
