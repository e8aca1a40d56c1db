using Tipstaff.Health;

namespace Tipstaff.Tests.Support;

/// <summary>Answers as the test says, and counts how often it was asked.</summary>
internal sealed class ScriptedProbe(string name) : IHealthProbe
{
    private readonly SemaphoreSlim _looked = new(0);
    private int _looks;
    private int _awaited;

    public Func<Task<bool>> Answer { get; set; } = () => Task.FromResult(true);

    public int Looks => Volatile.Read(ref _looks);

    public string Name => name;

    public Task<bool> IsUpAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _looks);
        _looked.Release();
        return Answer();
    }

    /// <summary>Ends when it was asked that often.</summary>
    public async Task LookedAsync(int times)
    {
        for (; _awaited < times; _awaited++)
        {
            await _looked.WaitAsync(TestContext.Current.CancellationToken);
        }
    }
}
