using System.Globalization;
using Tipstaff.StoredData;

namespace Tipstaff.Local.Commands;

/// <summary>Tells how a migration goes: a moving line on a terminal, now and then a plain line elsewhere.</summary>
internal sealed class MigrateProgress
{
    private const long PlainLineEvery = 10_000;

    private readonly bool _isTerminal = !Console.IsOutputRedirected;
    private long _told;
    private int _width;

    public void Tell(MigratedKind kind)
    {
        var soFar = string.Create(CultureInfo.InvariantCulture, $"{kind.Kind}: {kind.Rewritten:N0} rows rewritten, about {kind.Left:N0} left");
        if (_isTerminal)
        {
            Console.Write($"\r{soFar.PadRight(_width)}");
            _width = soFar.Length;
        }
        else if (kind.Rewritten - _told >= PlainLineEvery)
        {
            Console.WriteLine(soFar);
            _told = kind.Rewritten;
        }
    }

    public void End()
    {
        if (_width > 0)
        {
            Console.Write($"\r{new string(' ', _width)}\r");
        }
    }
}
