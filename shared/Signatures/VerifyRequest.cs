using Microsoft.Extensions.Options;

namespace Tipstaff.Signatures;

/// <summary>Whether a request was signed by somebody we know, now, for the first time.</summary>
public sealed class VerifyRequest(KeyRing keys, INonces nonces, IOptions<SignatureOptions> options, TimeProvider clock)
{
    // Instances' clocks differ: none may forget a nonce while another still takes its signature for new.
    private static readonly TimeSpan ClockSpread = TimeSpan.FromMinutes(1);

    /// <summary>Looks at the request, and uses up the nonce of a signature that is good in all else.</summary>
    /// <param name="request">The request with its whole body.</param>
    /// <param name="cancellationToken">Stops waiting; the nonce may then be used up.</param>
    /// <remarks>A nonce is written last, so that nobody without a key can fill the store or use up the nonces of others.</remarks>
    public async Task<Verification> RunAsync(HttpMessage request, CancellationToken cancellationToken)
    {
        var verification = SignatureCheck.Run(request, keys, options.Value, clock.GetUtcNow());
        if (verification is not Verification.Verified verified)
        {
            return verification;
        }

        return await nonces.TryUseAsync(verified.KeyId, verified.Nonce, verified.Created + options.Value.Window + ClockSpread, cancellationToken)
            ? verified
            : new Verification.Refused(SignatureFault.Replayed, "This nonce was used before: sign each request anew, also when it is sent again.");
    }
}
