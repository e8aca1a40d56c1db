using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.Tests.Simulation.World;

/// <summary>All that a run does, hashed as it happens, so that two runs can be compared byte for byte.</summary>
internal sealed class Trace(Func<DateTimeOffset> now) : IDisposable
{
    private const int KeptLines = 400;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Queue<string> _last = new();

    /// <summary>The last lines, for a person who looks for a cause.</summary>
    public IReadOnlyCollection<string> Last => _last;

    /// <summary>All lines, where somebody wants them; else null.</summary>
    public List<string>? All { get; init; }

    public long Lines { get; private set; }

    public void Add(string what)
    {
        var line = $"{now():dd HH:mm:ss.fffffff} {what}";
        Lines++;
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        All?.Add(line);
        if (_last.Count == KeptLines)
        {
            _last.Dequeue();
        }

        _last.Enqueue(line);
    }

    public string Hash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();
}
