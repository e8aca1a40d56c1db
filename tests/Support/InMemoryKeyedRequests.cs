using Tipstaff.Idempotency;

namespace Tipstaff.Tests.Support;

/// <summary>The requests that came with a key, in memory, held to <c>KeyedRequestsContract</c>.</summary>
internal sealed class InMemoryKeyedRequests : IKeyedRequests
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, KeyedRequest> _requests = new(StringComparer.Ordinal);

    public IReadOnlyCollection<KeyedRequest> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests.Values];
            }
        }
    }

    public Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return Task.FromResult(_requests.GetValueOrDefault(key));
        }
    }

    public Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var isNext = (_requests.GetValueOrDefault(next.Key)?.Version ?? 0) == next.Version;
            if (isNext)
            {
                _requests[next.Key] = next with { Version = next.Version + 1 };
            }

            return Task.FromResult(isNext);
        }
    }

    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var over = _requests.Values.Where(request => request.Until <= now).OrderBy(request => request.Until).Take(max).ToList();
            over.ForEach(request => _requests.Remove(request.Key));
            return Task.FromResult(over.Count);
        }
    }
}

public sealed class InMemoryKeyedRequestsTests : Contracts.KeyedRequestsContract
{
    private protected override (IKeyedRequests Requests, IDisposable? Owner) Open() => (new InMemoryKeyedRequests(), null);
}
