using System.Collections.Concurrent;
using Tipstaff.Signatures;

namespace Tipstaff.Tests.Support;

/// <summary>Used nonces in memory, held to <c>NoncesContract</c>.</summary>
internal sealed class InMemoryNonces : INonces
{
    private readonly ConcurrentDictionary<(string KeyId, string Nonce), DateTimeOffset> _used = new();

    /// <summary>Each nonce with the moment until which it must be remembered.</summary>
    public IReadOnlyDictionary<(string KeyId, string Nonce), DateTimeOffset> Used => _used;

    public Task<bool> TryUseAsync(string keyId, string nonce, DateTimeOffset until, CancellationToken cancellationToken) =>
        Task.FromResult(_used.TryAdd((keyId, nonce), until));

    public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        Task.FromResult(_used.Where(used => used.Value <= now).OrderBy(used => used.Value).Take(max).Count(used => _used.TryRemove(used.Key, out _)));
}

public sealed class InMemoryNoncesTests : Contracts.NoncesContract
{
    private protected override (INonces Nonces, IDisposable? Owner) Open() => (new InMemoryNonces(), null);
}
