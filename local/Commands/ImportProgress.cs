using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Commands;

/// <summary>Tells how an import goes: a moving count on a terminal, plain lines elsewhere.</summary>
internal sealed class ImportProgress
{
    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private int _added;
    private int _known;
    private int _ended;

    /// <summary>Lines that could not be taken.</summary>
    public int Refused { get; private set; }

    public void Refuse(long line, string trouble)
    {
        Refused++;
        Console.Error.WriteLine($"line {line}: {trouble}");
    }

    public void Add(Imported step)
    {
        _added += step.Added;
        _known += step.Known;
        _ended += step.Ended;
        if (_isTerminal)
        {
            Console.Write($"\r{_added:N0} subscriptions imported");
        }
    }

    public void End() =>
        Console.WriteLine(
            $"{(_isTerminal ? "\r" : "")}{_added:N0} subscriptions imported, {_known:N0} known already, {_ended:N0} left ended, {Refused:N0} lines refused");
}
