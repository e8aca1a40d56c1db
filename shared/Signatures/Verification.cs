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

        /// <summary>Whether the key may do this of some part: it has the scope <c>notices</c>, or that of one part, <c>notices:nysd</c>.</summary>
        public bool MayOf(string scope, string part) => May(scope) || May($"{scope}:{part}");

        /// <summary>Whether there is any part of which the key may do this.</summary>
        public bool MayOfSome(string scope) => May(scope) || Scopes.Any(one => one.StartsWith($"{scope}:", StringComparison.Ordinal));
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
