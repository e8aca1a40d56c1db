namespace Tipstaff.Functions.Storage;

/// <summary>Calls that are made side by side, but not all at once.</summary>
internal static class Bounded
{
    /// <summary>Makes a call for each item, <see cref="TableCalls.AtOnce"/> at the same time.</summary>
    /// <returns>The answers, in the order of the items.</returns>
    public static async Task<T[]> RunAsync<TItem, T>(IReadOnlyList<TItem> items, Func<TItem, Task<T>> call)
    {
        var answers = new T[items.Count];
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(TableCalls.AtOnce, items.Count)).Select(_ => WorkAsync()));
        return answers;

        async Task WorkAsync()
        {
            for (var at = Interlocked.Increment(ref next); at < items.Count; at = Interlocked.Increment(ref next))
            {
                answers[at] = await call(items[at]);
            }
        }
    }
}
