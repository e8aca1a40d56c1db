using Tipstaff.Subscriptions;

namespace Tipstaff.Local.Commands;

/// <summary>Tells how an import goes: a moving count on a terminal, now and then a plain line elsewhere.</summary>
internal sealed class ImportProgress
{
    private const int PlainLineEvery = 100_000;

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private int _added;
    private int _known;
    private int _ended;
    private int _told;
    private int _width;

    /// <summary>Lines that could not be taken.</summary>
    public int Refused { get; private set; }

    private int Read => _added + _known + _ended + Refused;

    public void Refuse(long line, string trouble)
    {
        Refused++;
        Wipe();
        Console.Error.WriteLine($"line {line}: {trouble}");
    }

    public void Add(Imported step)
    {
        _added += step.Added;
        _known += step.Known;
        _ended += step.Ended;
        var soFar = $"{Read:N0} lines read, {_added:N0} subscriptions imported";
        if (_isTerminal)
        {
            Console.Write($"\r{soFar}");
            _width = soFar.Length;
        }
        else if (Read - _told >= PlainLineEvery)
        {
            Console.WriteLine(soFar);
            _told = Read;
        }
    }

    public void End()
    {
        Wipe();
        Console.WriteLine(
            $"{_added:N0} subscriptions imported, {_known:N0} known already, {_ended:N0} left ended, {Refused:N0} lines refused");
    }

    // A sentence never shares its line with what is left of the moving count.
    private void Wipe()
    {
        if (_width > 0)
        {
            Console.Write($"\r{new string(' ', _width)}\r");
            _width = 0;
        }
    }
}
