using Tipstaff.Canaries;

namespace Tipstaff.Tests.Support;

/// <summary>The canary's row in memory, held to <c>CanaryLogContract</c>.</summary>
internal sealed class InMemoryCanaryLog(InMemoryStore store) : ICanaryLog
{
    private CanaryRecord? _row;

    public Task<CanaryRecord?> FindAsync(CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult(_row);
        }
    }

    public Task<bool> TryWriteAsync(CanaryRecord next, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var isCurrent = (_row?.Version ?? 0) == next.Version;
            _row = isCurrent ? next with { Version = next.Version + 1 } : _row;
            return Task.FromResult(isCurrent);
        }
    }
}
