using Tipstaff.Mail;

namespace Tipstaff.Local.Smtp;

/// <summary>A mail whose sender waits for its outcome.</summary>
internal sealed class PendingMail(OutgoingMail mail)
{
    private readonly TaskCompletionSource<SendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    public OutgoingMail Mail => mail;

    public Task<SendOutcome> Outcome => _outcome.Task;

    /// <summary>Whether a connection broke under it before anything of it was handed over; it gets a second one, no third.</summary>
    public bool IsRetried { get; set; }

    /// <summary>Claims it for a connection; false when its sender has left.</summary>
    public bool TryTake() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>Its sender leaves: of use only while no connection has taken it.</summary>
    public void Cancel(CancellationToken cancellationToken)
    {
        if (TryTake())
        {
            _outcome.TrySetCanceled(cancellationToken);
        }
    }

    public void Complete(SendOutcome outcome) => _outcome.TrySetResult(outcome);

    public void Fail(Exception fault) => _outcome.TrySetException(fault);
}
