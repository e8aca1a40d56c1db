using Microsoft.DurableTask;

namespace Tipstaff.AzureHarness;

/// <summary>Pages by key: each is one call, which takes one more than fits to know whether there are more.</summary>
internal sealed class HubPages<T>(Func<string?, int, Task<List<T>>> take, Func<T, string> keyOf, string? start, int pageSize) : AsyncPageable<T>
    where T : notnull
{
    public override async IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default)
    {
        var from = continuationToken ?? start;
        var size = pageSizeHint ?? pageSize;
        do
        {
            var values = await take(from, size);
            var hasMore = values.Count > size;
            if (hasMore)
                values.RemoveAt(size);

            from = hasMore ? keyOf(values[^1]) : null;
            yield return new Page<T>(values, from);
        }
        while (from is not null);
    }
}
