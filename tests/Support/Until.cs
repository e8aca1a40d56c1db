using System.Diagnostics;

namespace Tipstaff.Tests.Support;

/// <summary>Waits for what another process does: looks again and again, and gives up with a sentence.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words, for the failure.</param>
    public static async Task TrueAsync(Func<bool> condition, Func<string> what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Patience, $"Waited {Patience.TotalSeconds:0} s in vain: {what()}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
