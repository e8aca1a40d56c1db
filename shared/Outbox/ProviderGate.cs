using System.Security.Cryptography;
using Tipstaff.Breakers;
using Tipstaff.Mail;

namespace Tipstaff.Outbox;

/// <summary>One provider behind its circuit breaker, which is kept in memory and written down when it opens or closes.</summary>
/// <param name="provider">Who stands behind it.</param>
/// <param name="breakers">Where the breaker is stored, for all processes.</param>
/// <param name="options">When it opens, and for how long.</param>
/// <param name="lookAfter">How old what is known of the stored breaker may be.</param>
/// <param name="time">The clock.</param>
internal sealed partial class ProviderGate(
    IMailProvider provider, IProviderBreakers breakers, BreakerOptions options, TimeSpan lookAfter, TimeProvider time)
{
    // How soon to look again what became of a trial.
    private static readonly TimeSpan TrialLook = TimeSpan.FromSeconds(1);

    // The same for the trial of another process, at which only the store can be asked.
    private static readonly TimeSpan OthersTrialLook = TimeSpan.FromSeconds(5);

    // A server that is away for a moment turns down all that waits for it: so soon after each other that is one failure, not many.
    private static readonly TimeSpan SameFailure = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _holder = RandomNumberGenerator.GetHexString(24, lowercase: true);
    private CircuitBreaker _breaker = CircuitBreaker.New;
    private bool _isTrialOut;
    private DateTimeOffset? _othersTrialUntil;
    private DateTimeOffset? _failedAt;
    private long _failures;

    /// <summary>Who stands behind it.</summary>
    public IMailProvider Provider => provider;

    /// <summary>Whether mail goes through freely.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_lock)
            {
                return _breaker.IsClosed;
            }
        }
    }

    /// <summary>Until when nothing can go through, UTC; null when something can now, be it a trial.</summary>
    public DateTimeOffset? HeldUntil
    {
        get
        {
            lock (_lock)
            {
                return _breaker.At(time.GetUtcNow()) switch
                {
                    CircuitState.Open => _breaker.OpenUntil,
                    CircuitState.HalfOpen when _isTrialOut => time.GetUtcNow() + TrialLook,
                    CircuitState.HalfOpen when IsTrialElsewhere() => _othersTrialUntil,
                    _ => null,
                };
            }
        }
    }

    /// <summary>Asks to hand over a mail. In half-open that takes the one trial of all processes, after an upcheck.</summary>
    /// <returns>Null when nothing may go through; else whether it is the trial. <see cref="Leave"/> or <see cref="Abandon"/> ends it.</returns>
    public async Task<Pass?> EnterAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_breaker.IsClosed)
            {
                return new Pass(IsTrial: false, _failures);
            }

            if (_isTrialOut || IsTrialElsewhere() || _breaker.At(time.GetUtcNow()) is CircuitState.Open)
            {
                return null;
            }

            _isTrialOut = true;
        }

        var trial = new Pass(IsTrial: true, FailuresBefore: 0);
        try
        {
            await ReloadAsync(isOverruling: true, cancellationToken);
            if (HalfOpenVersion() is { } version)
            {
                if (!await TryClaimAsync(version, cancellationToken))
                {
                    return LeaveToAnother();
                }

                if (await UpcheckAsync(cancellationToken))
                {
                    return trial;
                }
            }
        }
        catch
        {
            Abandon(trial);
            throw;
        }

        return Decline(trial);
    }

    /// <summary>A mail that had passed was answered.</summary>
    public void Leave(Pass pass, SendOutcome outcome)
    {
        lock (_lock)
        {
            _isTrialOut &= !pass.IsTrial;
            if (outcome is SendOutcome.Held)
            {
                // It was not asked: that says nothing of it, and the trial is for the next mail.
                return;
            }

            if (outcome is SendOutcome.Accepted or SendOutcome.Refused)
            {
                (_breaker, _failedAt) = (_breaker.AfterSuccess(), null);
            }
            else if (pass.IsTrial || (_breaker.IsClosed && !IsSameFailure(pass, outcome)))
            {
                // What had begun before it opened must not decide the trial of another.
                _failures++;
                _failedAt = time.GetUtcNow();
                _breaker = _breaker.AfterFailure(_failedAt.Value, options, (outcome as SendOutcome.Unavailable)?.RetryAfter);
            }
        }
    }

    /// <summary>A mail that had passed was withdrawn before anything of it was handed over.</summary>
    public void Abandon(Pass pass)
    {
        lock (_lock)
        {
            _isTrialOut &= !pass.IsTrial;
        }
    }

    // Of mails that the provider may have, only those that were under way together: each further one may become a second copy.
    private bool IsSameFailure(Pass pass, SendOutcome outcome) =>
        time.GetUtcNow() - _failedAt is { } since && since >= TimeSpan.Zero && since < SameFailure
        && (outcome is SendOutcome.Unavailable || pass.FailuresBefore < _failures);

    // Also where the clock was set back.
    private bool IsTrialElsewhere() => _othersTrialUntil - time.GetUtcNow() is { } left && left > TimeSpan.Zero && left <= OthersTrialLook;

    private long? HalfOpenVersion()
    {
        lock (_lock)
        {
            return _breaker.At(time.GetUtcNow()) is CircuitState.HalfOpen ? _stored!.Version : null;
        }
    }

    private Task<bool> TryClaimAsync(long version, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return breakers.TryClaimTrialAsync(new TrialClaim(provider.Name, version, _holder, now, now + options.TrialLease), cancellationToken);
    }

    private Pass? LeaveToAnother()
    {
        lock (_lock)
        {
            (_isTrialOut, _othersTrialUntil) = (false, time.GetUtcNow() + OthersTrialLook);
            return null;
        }
    }

    private async Task<bool> UpcheckAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.UpcheckTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await provider.UpcheckAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // The provider does not answer, or another process has decided meanwhile.
    private Pass? Decline(Pass trial)
    {
        lock (_lock)
        {
            _isTrialOut = false;
            if (_breaker.IsClosed)
            {
                return trial with { IsTrial = false };
            }

            if (_breaker.At(time.GetUtcNow()) is CircuitState.HalfOpen)
            {
                _breaker = _breaker.AfterFailure(time.GetUtcNow(), options);
            }

            return null;
        }
    }

    /// <summary>The right to hand over one mail.</summary>
    /// <param name="IsTrial">Whether what becomes of it decides if others follow.</param>
    /// <param name="FailuresBefore">How many failures had been counted when it was given.</param>
    internal sealed record Pass(bool IsTrial, long FailuresBefore);
}
