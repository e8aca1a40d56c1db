namespace Tipstaff.Signatures;

/// <summary>What came of looking at the signatures of a request.</summary>
public abstract record Verification
{
    private Verification()
    {
    }

    /// <summary>Signed by a key that we know, in time, not seen before, and everything that must be signed is as it was signed.</summary>
    /// <param name="KeyId">The key.</param>
    /// <param name="Scopes">What the key may do.</param>
    /// <param name="Nonce">The signature's nonce.</param>
    /// <param name="Created">When the client says that it signed, UTC, whole seconds.</param>
    /// <param name="Tag">What the client signed for; null where it does not say.</param>
    public sealed record Verified(string KeyId, IReadOnlySet<string> Scopes, string Nonce, DateTimeOffset Created, string? Tag) : Verification
    {
        /// <summary>Whether the key may do this.</summary>
        public bool May(string scope) => Scopes.Contains(scope);
    }

    /// <summary>Not accepted.</summary>
    /// <param name="Fault">Why.</param>
    /// <param name="Sentence">What is wrong and what the client can do; tells nothing of our keys, safe to show.</param>
    public sealed record Refused(SignatureFault Fault, string Sentence) : Verification
    {
        /// <summary>The reason for programs; never renamed.</summary>
        public string Code => Fault.Code();
    }
}
