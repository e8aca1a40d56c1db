using System.Collections.Concurrent;

namespace Tipstaff.Outbox;

/// <summary>The messages that this process is sending at this moment, whatever the clock says of their leases.</summary>
internal sealed class UnderWay
{
    private readonly ConcurrentDictionary<IdempotencyKey, string> _tokens = new();

    /// <summary>Those of the keys that are not being sent, in their order.</summary>
    public IReadOnlyCollection<IdempotencyKey> Without(IReadOnlyCollection<IdempotencyKey> keys) =>
        _tokens.IsEmpty ? keys : [.. keys.Where(key => !_tokens.ContainsKey(key))];

    /// <summary>Counts messages as being sent, at the longest until the answer is disposed of.</summary>
    public IDisposable Begin(IReadOnlyList<ClaimedMessage> messages)
    {
        foreach (var claim in messages)
        {
            _tokens[claim.Message.Key] = claim.ClaimToken;
        }

        return new Span(this, messages);
    }

    /// <summary>The end of a claim: what became of it is written down. A later claim on the same message goes on.</summary>
    public void End(IdempotencyKey key, string claimToken) => _tokens.TryRemove(KeyValuePair.Create(key, claimToken));

    private sealed class Span(UnderWay underWay, IReadOnlyList<ClaimedMessage> messages) : IDisposable
    {
        public void Dispose()
        {
            foreach (var claim in messages)
            {
                underWay.End(claim.Message.Key, claim.ClaimToken);
            }
        }
    }
}
