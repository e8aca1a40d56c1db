using Tipstaff.Signatures;

namespace Tipstaff.Idempotency;

/// <summary>Takes away what is remembered of requests once its time is over: the nonces of signed ones, and the answers to those with a key.</summary>
public sealed class ForgetRequests(INonces nonces, IKeyedRequests requests, TimeProvider time)
{
    private const int AtOnce = 500;
    private const int MostTurns = 10;

    /// <summary>Takes away some thousands at most; the next run goes on.</summary>
    /// <returns>How many were taken away.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await AllAsync(max => nonces.ForgetAsync(now, max, cancellationToken)) + await AllAsync(max => requests.ForgetAsync(now, max, cancellationToken));
    }

    private static async Task<int> AllAsync(Func<int, Task<int>> forget)
    {
        var all = 0;
        for (var turn = 0; turn < MostTurns; turn++)
        {
            var forgotten = await forget(AtOnce);
            all += forgotten;
            if (forgotten < AtOnce)
            {
                break;
            }
        }

        return all;
    }
}
