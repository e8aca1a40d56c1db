using System.Diagnostics;

namespace Tipstaff.Signatures;

/// <summary>Why a request does not count as signed.</summary>
public enum SignatureFault
{
    /// <summary>There is no signature, or none with the tag that is asked for.</summary>
    MissingSignature,

    /// <summary>A field or the request cannot be read, or contradicts itself.</summary>
    Malformed,

    /// <summary>More signatures, components or characters than are looked at.</summary>
    TooLarge,

    /// <summary>A component or a parameter of a component that is not understood here.</summary>
    NotSupported,

    /// <summary>The signature lacks <c>created</c>, <c>nonce</c> or <c>keyid</c>.</summary>
    MissingParameter,

    /// <summary>No key has this id.</summary>
    UnknownKey,

    /// <summary>The key is not in use yet, or no longer.</summary>
    KeyNotCurrent,

    /// <summary>The signature names another algorithm than its key has.</summary>
    WrongAlgorithm,

    /// <summary>The signature does not cover all that must be covered.</summary>
    NotCovered,

    /// <summary>The signature covers a field that the request does not have.</summary>
    MissingComponent,

    /// <summary>There is a body, but no digest of it that we can check.</summary>
    DigestMissing,

    /// <summary>The body is not the one that was signed.</summary>
    DigestMismatch,

    /// <summary>Created longer ago than is allowed.</summary>
    TooOld,

    /// <summary>Created further in the future than clocks may differ.</summary>
    InTheFuture,

    /// <summary>The signature's own end has passed.</summary>
    Expired,

    /// <summary>The signature is not of this key over this request.</summary>
    BadSignature,

    /// <summary>The nonce was used before.</summary>
    Replayed,
}

/// <summary>The names of the reasons.</summary>
public static class SignatureFaults
{
    /// <summary>The reason as programs are told it. Part of the HTTP interface: never renamed.</summary>
    public static string Code(this SignatureFault fault) => fault switch
    {
        SignatureFault.MissingSignature => "missing-signature",
        SignatureFault.Malformed => "malformed",
        SignatureFault.TooLarge => "too-large",
        SignatureFault.NotSupported => "not-supported",
        SignatureFault.MissingParameter => "missing-parameter",
        SignatureFault.UnknownKey => "unknown-key",
        SignatureFault.KeyNotCurrent => "key-not-current",
        SignatureFault.WrongAlgorithm => "wrong-algorithm",
        SignatureFault.NotCovered => "not-covered",
        SignatureFault.MissingComponent => "missing-component",
        SignatureFault.DigestMissing => "digest-missing",
        SignatureFault.DigestMismatch => "digest-mismatch",
        SignatureFault.TooOld => "too-old",
        SignatureFault.InTheFuture => "in-the-future",
        SignatureFault.Expired => "expired",
        SignatureFault.BadSignature => "bad-signature",
        SignatureFault.Replayed => "replayed",
        _ => throw new UnreachableException(),
    };
}
