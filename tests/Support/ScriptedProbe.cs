using Tipstaff.Health;

namespace Tipstaff.Tests.Support;

/// <summary>Answers as the test says, and counts how often it was asked.</summary>
internal sealed class ScriptedProbe(string name) : IHealthProbe
{
    private int _looks;

    public Func<Task<bool>> Answer { get; set; } = () => Task.FromResult(true);

    public int Looks => Volatile.Read(ref _looks);

    public string Name => name;

    public Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _looks);
        return Answer();
    }

    /// <summary>Ends when it was asked that often.</summary>
    public Task LookedAsync(int times) => Until.TrueAsync(() => Looks >= times, () => $"for look {times} at {name}");
}
