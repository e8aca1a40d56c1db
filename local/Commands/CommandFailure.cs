namespace Tipstaff.Local.Commands;

/// <summary>A command cannot do its work: one sentence for the person at the terminal, and the exit status.</summary>
/// <param name="message">What was attempted, what went wrong, what to do.</param>
/// <param name="exitStatus"><see cref="WorkFailed"/> or <see cref="WrongUsage"/>.</param>
internal sealed class CommandFailure(string message, int exitStatus = CommandFailure.WorkFailed) : Exception(message)
{
    public const int WorkFailed = 1;

    public const int WrongUsage = 2;

    public int ExitStatus { get; } = exitStatus;
}
