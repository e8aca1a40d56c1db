using Azure;

namespace Tipstaff.AzureHarness;

/// <summary>The pages of a query, each asked for when the one before is used up.</summary>
internal sealed class TablePageable<TItem, TEntity>(
    Func<string?, int?, CancellationToken, Task<TablePage<TItem>>> ask,
    Func<TItem, TEntity> turn,
    int? top,
    CancellationToken cancellationToken)
    : AsyncPageable<TEntity>(cancellationToken)
    where TEntity : notnull
{
    public override async IAsyncEnumerable<Page<TEntity>> AsPages(string? continuationToken = null, int? pageSizeHint = null)
    {
        var next = continuationToken;
        do
        {
            var page = await ask(next, pageSizeHint ?? top, CancellationToken);
            next = page.Next;
            yield return Page<TEntity>.FromValues([.. page.Items.Select(turn)], next, new CloudResponse(200));
        }
        while (next is not null);
    }
}
