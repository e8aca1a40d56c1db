using Tipstaff.Mail;

namespace Tipstaff.Smtp;

/// <summary>A mail whose sender waits for its outcome.</summary>
internal sealed class PendingMail(OutgoingMail mail)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int HandedOver = 2;
    private const int Withdrawn = 3;

    private readonly TaskCompletionSource<SendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _state;

    public OutgoingMail Mail => mail;

    public Task<SendOutcome> Outcome => _outcome.Task;

    /// <summary>Whether its sender has left.</summary>
    public bool IsWithdrawn => Volatile.Read(ref _state) == Withdrawn;

    /// <summary>Whether a connection broke under it before anything of it was handed over; it gets a second one, no third.</summary>
    public bool IsRetried { get; set; }

    /// <summary>Claims it for a connection; false when its sender has left.</summary>
    public bool TryTake() => TryMove(Waiting, Taken);

    /// <summary>Its content is about to be written, after which nothing takes it back; false when its sender has left.</summary>
    public bool TryHandOver() => TryMove(Taken, HandedOver);

    /// <summary>Its sender leaves: of use only while nothing of its content is written.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryMove(Waiting, Withdrawn) || TryMove(Taken, Withdrawn))
        {
            _outcome.TrySetCanceled(cancellationToken);
        }
    }

    public void Complete(SendOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception fault) => _outcome.TrySetException(fault);

    private bool TryMove(int from, int to) => Interlocked.CompareExchange(ref _state, to, from) == from;
}
