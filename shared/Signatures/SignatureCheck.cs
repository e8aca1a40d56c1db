namespace Tipstaff.Signatures;

/// <summary>Decides whether a request counts as signed, but for its nonce: that is for <see cref="VerifyRequest"/> to ask.</summary>
/// <remarks>Source: RFC 9421, section 3.2. The fields' own rules: sections 4.1 and 4.2.</remarks>
internal static class SignatureCheck
{
    private const string InputField = "Signature-Input";
    private const string SignatureField = "Signature";

    /// <summary>Looks at all signatures, first at those by keys that we know: proxies may add theirs.</summary>
    /// <param name="request">The request.</param>
    /// <param name="keys">The keys that we know.</param>
    /// <param name="options">What is asked of signatures.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="good">Those that are good, as each of them alone would do for the request: the first says who signed. Empty where it is refused.</param>
    /// <returns>Null where one is good; else what is wrong with the first, or with one that would be good later.</returns>
    public static Verification.Refused? Run(
        HttpMessage request, KeyRing keys, SignatureOptions options, DateTimeOffset now, out IReadOnlyList<Verification.Verified> good)
    {
        good = [];
        if (ReadFields(request, options, out var pairs) is { } unreadable)
        {
            return unreadable;
        }

        List<Verification.Verified> found = [];
        Verification.Refused? first = null;
        foreach (var (member, signature) in pairs.OrderByDescending(pair => KeyOf(pair.Input, keys) is not null))
        {
            switch (RunOne(request, member, signature, keys, options, now))
            {
                case Verification.Verified verified:
                    found.Add(verified);
                    break;
                case Verification.Refused { Fault: SignatureFault.InTheFuture } early:
                    // Beside a good one it would be left over, for the request to be sent again by it.
                    return early;
                case Verification.Refused refused:
                    first = first is null or { Fault: SignatureFault.MissingSignature } ? refused : first;
                    break;
            }
        }

        good = found;
        return found is not [] ? null
            : first ?? Refuse(SignatureFault.MissingSignature, $"The request is not signed: sign it as in RFC 9421, with {InputField} and {SignatureField}.");
    }

    private static Verification.Refused? ReadFields(HttpMessage request, SignatureOptions options, out List<(FieldMember Input, FieldMember Signature)> pairs)
    {
        pairs = [];
        var (input, signature) = (request.Fields.Combined(InputField), request.Fields.Combined(SignatureField));
        if (input is null || signature is null)
        {
            return input is null && signature is null ? null
                : Refuse(SignatureFault.MissingSignature, $"A signed request has both {InputField} and {SignatureField}: send the other one too.");
        }

        if (input.Length > SignatureLimits.FieldCharacters || signature.Length > SignatureLimits.FieldCharacters)
        {
            return Refuse(SignatureFault.TooLarge, $"{InputField} or {SignatureField} is longer than {SignatureLimits.FieldCharacters} characters: cover less.");
        }

        if (!StructuredFieldReader.TryReadDictionary(input, out var inputs) || !StructuredFieldReader.TryReadDictionary(signature, out var signatures))
        {
            return Refuse(SignatureFault.Malformed, $"{InputField} or {SignatureField} is no dictionary as RFC 9651 has it, or has a label or parameter twice.");
        }

        if (inputs.Count != signatures.Count || !inputs.Keys.All(signatures.ContainsKey))
        {
            return Refuse(SignatureFault.Malformed, $"{InputField} and {SignatureField} must have the same labels.");
        }

        if (inputs.Count > options.MaxSignatures)
        {
            return Refuse(SignatureFault.TooLarge, $"The request has more than {options.MaxSignatures} signatures: send fewer.");
        }

        pairs.AddRange(inputs.Select(member => (member.Value, signatures[member.Key])));
        return null;
    }

    private static SignatureKey? KeyOf(FieldMember input, KeyRing keys) =>
        input.Parameters.FirstOrDefault(parameter => parameter.Key == "keyid")?.Value is BareItem.Text { Value: var keyId } ? keys.Find(keyId) : null;

    private static Verification RunOne(
        HttpMessage request, FieldMember member, FieldMember signature, KeyRing keys, SignatureOptions options, DateTimeOffset now)
    {
        if (SignatureInput.Read(member, out var input) is { } unreadable)
        {
            return unreadable;
        }

        if (signature is not FieldMember.Item { Value: BareItem.Bytes { Value: var bytes }, Parameters: [] })
        {
            return Refuse(SignatureFault.Malformed, $"A signature in {SignatureField} must be bytes alone: write it like sig=:base64:.");
        }

        if (options.Tag is { } tag && input!.Tag != tag)
        {
            return Refuse(SignatureFault.MissingSignature, $"No signature has the tag \"{tag}\": sign with this tag.");
        }

        if (Weigh(request, input!, keys, now, options.Window, out var key) is { } refused)
        {
            return refused;
        }

        if (SignatureBase.Build(request, input!, out var signed) is { } incomplete)
        {
            return incomplete;
        }

        if (!key!.Verifies(signed, bytes))
        {
            return Refuse(SignatureFault.BadSignature, "The signature does not fit the request: sign the request that is sent, with the right key.");
        }

        return (Verification?)ContentDigest.Check(request)
            ?? new Verification.Verified(key.Id, key.Scopes, input!.Nonce!, DateTimeOffset.FromUnixTimeSeconds(input.Created!.Value), input.Tag);
    }

    private static Verification.Refused? Weigh(
        HttpMessage request, SignatureInput input, KeyRing keys, DateTimeOffset now, TimeSpan window, out SignatureKey? key)
    {
        key = input.KeyId is null ? null : keys.Find(input.KeyId);
        if (input is { KeyId: null } or { Created: null } or { Nonce: null or "" })
        {
            return Refuse(SignatureFault.MissingParameter, "The signature lacks created, nonce or keyid: sign with all three.");
        }

        if (input.Nonce.Length > SignatureLimits.NonceCharacters)
        {
            return Refuse(SignatureFault.TooLarge, $"The nonce is longer than {SignatureLimits.NonceCharacters} characters: 22 are enough.");
        }

        if (key is null)
        {
            return Refuse(SignatureFault.UnknownKey, "No key has this keyid: ask the operator to add yours, or sign with the one that was agreed.");
        }

        if (!key.IsCurrent(now))
        {
            return Refuse(SignatureFault.KeyNotCurrent, "This key is not in use yet, or no longer: sign with its successor.");
        }

        if (input.Algorithm is not null && input.Algorithm != key.Algorithm.Name())
        {
            return Refuse(SignatureFault.WrongAlgorithm, $"This key signs with {key.Algorithm.Name()} alone: use it, or leave out alg.");
        }

        if (!request.Body.IsEmpty && request.Fields.Combined(ContentDigest.Field) is null)
        {
            return ContentDigest.Check(request);
        }

        return Coverage.Check(input.Covered, !request.Body.IsEmpty)
            ?? WeighTime(input.Created.Value, input.Expires, now.ToUnixTimeSeconds(), (long)window.TotalSeconds);
    }

    private static Verification.Refused? WeighTime(long created, long? expires, long now, long window) =>
        now - created > window ? Refuse(SignatureFault.TooOld, $"The signature is more than {window} seconds old: sign anew for each request, and set your clock.")
        : created - now > window ? Refuse(SignatureFault.InTheFuture, $"The signature's created is more than {window} seconds ahead of us: set your clock, and sign anew.")
        : expires <= now ? Refuse(SignatureFault.Expired, "The signature has expired: sign anew.")
        : null;

    private static Verification.Refused Refuse(SignatureFault fault, string sentence) => new(fault, sentence);
}
