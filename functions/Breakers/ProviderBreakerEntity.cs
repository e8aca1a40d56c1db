using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using Tipstaff.Breakers;
using Tipstaff.Measures;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Breakers;

/// <summary>Decides for all instances which transitions of one mail provider's breaker count, and writes the row that they read.</summary>
/// <remarks>
/// It is signalled on transitions only. While the tables are away it keeps what it decided, as a state is kept only by an operation
/// that does not throw, and signals itself to write it later.
/// </remarks>
public sealed class ProviderBreakerEntity(ProviderRows rows, TipstaffMeter meter, TimeProvider time, ILogger<ProviderBreakerEntity> logger) : TaskEntity<ProviderBreakerState>
{
    private const int MostRaces = 5;

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    [Function(nameof(ProviderBreakerEntity))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ProviderBreakerEntity>();

    /// <summary>The entity of a provider.</summary>
    public static EntityInstanceId IdOf(string provider) => new(nameof(ProviderBreakerEntity), provider);

    /// <summary>An instance saw the breaker open, stay open or close.</summary>
    public Task TurnAsync(BreakerTransition transition)
    {
        State = State with { Ledger = Measured(State.Ledger.Known?.Breaker, State.Ledger.After(transition)) };
        return CopyOrWaitAsync();
    }

    /// <summary>It is time to write what the tables did not take.</summary>
    /// <param name="due">The moment that it was put off to; a signal for another moment comes twice or late, and is passed over.</param>
    public Task CopyAsync(DateTimeOffset due)
    {
        if (due != State.CopyDue)
        {
            return Task.CompletedTask;
        }

        State = State with { CopyDue = null };
        return CopyOrWaitAsync();
    }

    /// <inheritdoc/>
    protected override ProviderBreakerState InitializeState(TaskEntityOperation entityOperation) => new();

    private async Task CopyOrWaitAsync()
    {
        try
        {
            await CopyAllAsync();
            State = State with { CopyDue = null, Failures = 0 };
        }
        catch (Exception fault)
        {
            logger.BreakerNotCopied(Context.Id.Key, fault);
            PutOff();
        }
    }

    private async Task CopyAllAsync()
    {
        for (var step = State.Ledger.Unwritten.Count + State.Ledger.Undecided.Count + MostRaces; !State.Ledger.IsSettled; step--)
        {
            if (step == 0)
            {
                throw new InvalidOperationException($"The row of {Context.Id.Key} was not written, for it lost {MostRaces} races in a row; who else writes it?");
            }

            // Step by step, so that a failure in between keeps what was done.
            State = State with { Ledger = await StepAsync(State.Ledger) };
        }
    }

    private async Task<BreakerLedger> StepAsync(BreakerLedger ledger) =>
        ledger is { Known: null, Undecided: [var undecided, ..] } ? Learnt(ledger, await rows.FindAsync(undecided.Next.Provider, CancellationToken.None))
        : ledger.Copied(await rows.WriteAsync(ledger.Unwritten[0], CancellationToken.None));

    private BreakerLedger Learnt(BreakerLedger ledger, ProviderBreaker stored) => Measured(stored.Breaker, ledger.Learnt(stored));

    // Here it is decided for all instances what counts; each of them has its own opinion.
    private BreakerLedger Measured(CircuitBreaker? before, BreakerLedger after)
    {
        if (before is not null && after.Known is { } known)
        {
            meter.BreakerTurned(BreakerKind.Provider, before, known.Breaker, time.GetUtcNow());
        }

        return after;
    }

    private void PutOff()
    {
        var now = time.GetUtcNow();
        if (State.CopyDue > now)
        {
            // A signal is on its way already.
            return;
        }

        var wait = FirstWait * Math.Pow(2, Math.Min(State.Failures, 10));
        var due = now + (wait < LongestWait ? wait : LongestWait);
        State = State with { CopyDue = due, Failures = State.Failures + 1 };
        Context.SignalEntity(Context.Id, nameof(CopyAsync), due, new SignalEntityOptions { SignalTime = due });
    }
}

/// <summary>What the entity of a provider keeps.</summary>
public sealed record ProviderBreakerState
{
    /// <summary>The breaker, and what is not in its row yet.</summary>
    public BreakerLedger Ledger { get; init; } = BreakerLedger.New;

    /// <summary>When it tries again to write the row, UTC; null when that is not needed.</summary>
    public DateTimeOffset? CopyDue { get; init; }

    /// <summary>How often in a row it failed to write the row.</summary>
    public int Failures { get; init; }
}
