using Microsoft.Extensions.Options;

namespace Tipstaff.Signatures;

/// <summary>Whether a request was signed by somebody we know, now, for the first time.</summary>
public sealed class VerifyRequest(KeyRing keys, INonces nonces, IOptions<SignatureOptions> options, TimeProvider clock)
{
    // Instances' clocks differ: none may forget a nonce while another still takes its signature for new.
    private static readonly TimeSpan ClockSpread = TimeSpan.FromMinutes(1);

    /// <summary>Looks at the request, and uses up the nonces of all its signatures that are good in all else.</summary>
    /// <param name="request">The request with its whole body.</param>
    /// <param name="cancellationToken">Stops waiting; the nonces may then be used up.</param>
    /// <remarks>
    /// Nonces are written last, so that nobody without a key can fill the store or use up the nonces of others. One that was used refuses
    /// the request and the others are used up all the same: whoever takes a signature off must not get through by what is left.
    /// </remarks>
    public async Task<Verification> RunAsync(HttpMessage request, CancellationToken cancellationToken)
    {
        if (SignatureCheck.Run(request, keys, options.Value, clock.GetUtcNow(), out var good) is { } refused)
        {
            return refused;
        }

        var isNew = true;
        foreach (var same in good.GroupBy(one => (one.KeyId, one.Nonce)))
        {
            var until = same.Max(one => one.Created) + options.Value.Window + ClockSpread;
            isNew &= await nonces.TryUseAsync(same.Key.KeyId, same.Key.Nonce, until, cancellationToken);
        }

        return isNew
            ? good[0]
            : new Verification.Refused(SignatureFault.Replayed, "A nonce was used before: sign each request anew, also when it is sent again.");
    }
}
