namespace Tipstaff.Signatures;

/// <summary>What one signature says of itself: a member of the field <c>Signature-Input</c>.</summary>
/// <param name="Parameters">The member as read; written again it is the last line of the signature base.</param>
/// <param name="Covered">The names of the covered components, in order, none twice.</param>
/// <param name="Created">When it was made, Unix seconds.</param>
/// <param name="Expires">When it ends, Unix seconds; null for never.</param>
/// <param name="Nonce">What makes it unique.</param>
/// <param name="Algorithm">The algorithm that it names; null where it leaves that to the key.</param>
/// <param name="KeyId">The key that it names.</param>
/// <param name="Tag">What it is for.</param>
/// <remarks>Source: RFC 9421, sections 2.3 and 4.1. Further parameters are signed, and mean nothing here.</remarks>
internal sealed record SignatureInput(
    FieldMember.InnerList Parameters, IReadOnlyList<string> Covered, long? Created, long? Expires, string? Nonce, string? Algorithm, string? KeyId, string? Tag)
{
    /// <summary>Reads a member.</summary>
    /// <param name="member">A member of the dictionary.</param>
    /// <param name="input">What it says; null when it is refused.</param>
    /// <returns>Null when it could be read.</returns>
    public static Verification.Refused? Read(FieldMember member, out SignatureInput? input)
    {
        input = null;
        if (member is not FieldMember.InnerList list)
        {
            return Malformed("A signature in Signature-Input must list its components in parentheses.");
        }

        if (list.Items.Count > SignatureLimits.Components)
        {
            return new(SignatureFault.TooLarge, $"The signature covers more than {SignatureLimits.Components} components: cover fewer.");
        }

        var covered = new List<string>();
        foreach (var item in list.Items)
        {
            if (ComponentName.Read(item, out var name) is { } refused)
            {
                return refused;
            }

            if (covered.Contains(name))
            {
                return Malformed($"The signature covers \"{name}\" twice: cover it once.");
            }

            covered.Add(name);
        }

        var parameters = list.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value, StringComparer.Ordinal);
        foreach (var (key, value) in parameters)
        {
            if (key is "created" or "expires" && value is not BareItem.Integer)
            {
                return Malformed($"The signature parameter {key} must be an integer.");
            }

            if (key is "nonce" or "alg" or "keyid" or "tag" && value is not BareItem.Text)
            {
                return Malformed($"The signature parameter {key} must be a string in quotes.");
            }
        }

        input = new(list, covered, Number("created"), Number("expires"), Text("nonce"), Text("alg"), Text("keyid"), Text("tag"));
        return null;

        long? Number(string key) => (parameters.GetValueOrDefault(key) as BareItem.Integer)?.Value;

        string? Text(string key) => (parameters.GetValueOrDefault(key) as BareItem.Text)?.Value;
    }

    private static Verification.Refused Malformed(string sentence) => new(SignatureFault.Malformed, sentence);
}
