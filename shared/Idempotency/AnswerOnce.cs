using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.Idempotency;

/// <summary>Works on a request with a key once, and answers it the same each time that it is sent.</summary>
/// <remarks>
/// Only what was done is kept: a request that cannot be read changes nothing, so that it may be corrected under the same key. Work that
/// fails, or dies, leaves its claim behind, which lapses; then it is done again.
/// </remarks>
public sealed class AnswerOnce(IKeyedRequests requests, InstallationSecret secret, TimeProvider time)
{
    private const int MaxRaces = 5;

    // With a secret, so that nobody who sees the rows can try addresses until a hash fits.
    private readonly byte[] _secret = secret.Derive("idempotency keys");

    /// <summary>Does the work, unless it was done, is being done, or the key stands for something else.</summary>
    /// <param name="client">Who asks: the keys of two clients have nothing to do with each other.</param>
    /// <param name="key">The key.</param>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="work">Does it, and gives the answer that is kept.</param>
    /// <param name="cancellationToken">Stops waiting; the claim then lapses.</param>
    /// <returns><see cref="KeyedOutcome.Answered"/>, <see cref="KeyedOutcome.UnderWay"/> or <see cref="KeyedOutcome.OtherBody"/>.</returns>
    public async Task<KeyedOutcome> RunAsync(
        string client, ClientKey key, ReadOnlyMemory<byte> body, Func<CancellationToken, Task<KeptAnswer>> work, CancellationToken cancellationToken)
    {
        var row = RowOf(client, key);
        var hash = Hash(body.Span);
        for (var race = 0; race < MaxRaces; race++)
        {
            var stored = await requests.FindAsync(row, cancellationToken);
            var outcome = KeyedRequest.Decide(stored, row, hash, time.GetUtcNow());
            if (outcome is not KeyedOutcome.Claimed(var claim))
            {
                return outcome;
            }

            if (await requests.TryWriteAsync(claim, cancellationToken))
            {
                var answer = await work(cancellationToken);
                // Where the claim had lapsed meanwhile, whoever took it keeps the answer, which is no other.
                await requests.TryWriteAsync(claim with { Version = claim.Version + 1, Answer = answer }, cancellationToken);
                return new KeyedOutcome.Answered(answer);
            }
        }

        throw new InvalidOperationException($"A request with a key lost {MaxRaces} races in a row for its row; try again.");
    }

    /// <summary>Whether the key stands for another body, as it does for a day once a request that bore it was taken. Nothing is claimed.</summary>
    /// <param name="client">Who asks.</param>
    /// <param name="key">The key.</param>
    /// <param name="body">The body as it was sent, which may be unreadable.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> IsOfAnotherBodyAsync(string client, ClientKey key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var row = RowOf(client, key);
        return KeyedRequest.Decide(await requests.FindAsync(row, cancellationToken), row, Hash(body.Span), time.GetUtcNow()) is KeyedOutcome.OtherBody;
    }

    private string RowOf(string client, ClientKey key) => Hash(Encoding.UTF8.GetBytes(ContentKey.Of(client, key.Value)));

    private string Hash(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(HMACSHA256.HashData(_secret, content)[..(ContentKey.Length / 2)]);
}
