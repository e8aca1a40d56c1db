namespace Tipstaff.Signatures;

/// <summary>Makes a signature over a message.</summary>
/// <remarks>Source: RFC 9421, section 3.1.</remarks>
internal static class MessageSigner
{
    /// <summary>Signs.</summary>
    /// <param name="message">The message with every field that is covered.</param>
    /// <param name="label">How the signature is called in both fields.</param>
    /// <param name="covered">The names of the components, in order.</param>
    /// <param name="parameters">What the signature says of itself, in order.</param>
    /// <param name="key">The key.</param>
    /// <returns>The values of the fields <c>Signature-Input</c> and <c>Signature</c>.</returns>
    /// <exception cref="InvalidOperationException">The message has not what is to be covered, or the key cannot sign.</exception>
    public static (string Input, string Signature) Sign(
        HttpMessage message, string label, IEnumerable<string> covered, IReadOnlyList<Parameter> parameters, SignatureKey key)
    {
        var list = new FieldMember.InnerList([.. covered.Select(name => new FieldMember.Item(new BareItem.Text(name), []))], parameters);
        ThrowIf(SignatureInput.Read(list, out var input));
        ThrowIf(SignatureBase.Build(message, input!, out var signatureBase));
        var signature = new FieldMember.Item(new BareItem.Bytes(key.Sign(signatureBase)), []);
        return (StructuredFieldWriter.Member(label, list), StructuredFieldWriter.Member(label, signature));
    }

    private static void ThrowIf(Verification.Refused? refused)
    {
        if (refused is not null)
        {
            throw new InvalidOperationException($"The message cannot be signed. {refused.Sentence}");
        }
    }
}
