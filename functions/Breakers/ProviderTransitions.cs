using System.Collections.Concurrent;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Tipstaff.Functions.Storage;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Breakers;

/// <summary>The providers' breakers as an instance sees them: it reads their rows, and sends what it saw itself to their entities.</summary>
/// <remarks>
/// The client of the entities is bound to a function, so that transitions are gathered until one signals them. A process that dies
/// before that takes them along: the others then find out for themselves that the provider is down, or back.
/// </remarks>
public sealed class ProviderTransitions : IProviderBreakers
{
    /// <summary>For how long a function may be kept by it, behind its delivery; after that the next one goes on with it.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan[] Waits = [.. new[] { 1, 3, 9, 27, 30 }.Select(wait => TimeSpan.FromSeconds(wait))];

    private readonly TableProviderBreakers _stored;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<BreakerTransition> _turned = new();
    private int _isSignalling;

    // The host calls functions, and so their parts are public; the tables are nobody else's.
    internal ProviderTransitions(TableProviderBreakers stored, TimeProvider time, ILogger<ProviderTransitions> logger) =>
        (_stored, _time, _logger) = (stored, time, logger);

    /// <inheritdoc/>
    public bool IsDecidedHere => false;

    /// <inheritdoc/>
    public Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) => _stored.FindAsync(provider, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Gathers it: whether it counts is for the provider's entity to say.</remarks>
    public Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        _turned.Enqueue(new BreakerTransition(next, notice));
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken) => _stored.TryClaimTrialAsync(claim, cancellationToken);

    /// <summary>Signals what was gathered; nothing on an ordinary day. Whoever can gather something calls it in the end, come what may.</summary>
    /// <remarks>
    /// While the entities cannot be reached, one caller stays and tries again, as it may be the last for long: once every provider is
    /// held, nothing is delivered. It never fails, for what became of a mail must not hang on it.
    /// </remarks>
    public async Task SignalAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        // Again, should another have come and gone between the last look and the end.
        for (var isDone = true; isDone && !_turned.IsEmpty && Interlocked.Exchange(ref _isSignalling, 1) == 0;)
        {
            using var limit = new CancellationTokenSource(Longest, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
            try
            {
                isDone = await TryAllAsync(client, either.Token);
            }
            finally
            {
                Volatile.Write(ref _isSignalling, 0);
            }
        }
    }

    // False when it gave up; the instance may end, or the next caller go on.
    private async Task<bool> TryAllAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await SignalAllAsync(client, cancellationToken);
                return true;
            }
            catch (Exception error)
            {
                _logger.SignalFailed(error);
            }

            if (attempt == Waits.Length || cancellationToken.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(Waits[attempt], _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SignalAllAsync(DurableTaskClient client, CancellationToken cancellationToken)
    {
        while (_turned.TryPeek(out var turned))
        {
            await client.Entities.SignalEntityAsync(
                ProviderBreakerEntity.IdOf(turned.Next.Provider), nameof(ProviderBreakerEntity.TurnAsync), turned, cancellation: cancellationToken);
            // Only now: one that failed is signalled again, and twice is once.
            _turned.TryDequeue(out _);
        }
    }
}
