using Azure;
using Azure.Data.Tables;

namespace Tipstaff.Tests.Harness.Tables;

public abstract partial class TableServiceContract
{
    private static readonly Guid Id = new("0b8c3c0e-8a4f-4dcb-a1a2-6a5a4f3d2b1c");
    private static readonly DateTimeOffset Noon = new(2026, 11, 16, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("PartitionKey eq 'nysd'", "nysd/A nysd/a nysd/b nysd/~w")]
    [InlineData("PartitionKey eq 'nysd' and RowKey ge 'a' and RowKey lt 'b'", "nysd/a")]
    [InlineData("PartitionKey eq 'nysd' and RowKey ge '~' and RowKey lt '~~'", "nysd/~w")]
    [InlineData("PartitionKey eq 'nysd' and RowKey gt 'A' and RowKey le 'b'", "nysd/a nysd/b")]
    [InlineData("PartitionKey ge 'id-' and PartitionKey lt 'id.'", "id-00/x id-ff/x")]
    [InlineData("PartitionKey gt 'id-00' and PartitionKey lt 'o' and RowKey eq 'x'", "id-ff/x")]
    [InlineData("RowKey eq 'x'", "id-00/x id-ff/x o'brien/x")]
    [InlineData("PartitionKey eq 'nysd' and (RowKey eq 'A' or RowKey eq 'b')", "nysd/A nysd/b")]
    [InlineData("PartitionKey eq 'nysd' and not (RowKey eq 'A')", "nysd/a nysd/b nysd/~w")]
    [InlineData("PartitionKey eq 'nysd' and RowKey ne 'a'", "nysd/A nysd/b nysd/~w")]
    [InlineData("PartitionKey eq 'nysd' and PartitionKey eq 'cand'", "")]
    [InlineData("PartitionKey eq 'o''brien'", "o'brien/x")]
    [InlineData("PartitionKey eq 'nysd' and RowKey gt 'b' and RowKey lt 'a'", "")]
    public async Task QueryAsync_OfKeys_FindsInOrder(string filter, string expected)
    {
        var table = await TableAsync();
        foreach (var key in (string[])["o'brien/x", "nysd/b", "nysd/a", "id-ff/x", "nysd/~w", "nysd/A", "id-00/x"])
            await table.AddEntityAsync(new TableEntity(key.Split('/')[0], key.Split('/')[1]));

        var found = await KeysAsync(table.QueryAsync<TableEntity>(filter));

        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("Text eq 'a'", "first")]
    [InlineData("Text gt 'a'", "second")]
    [InlineData("Truth eq true", "first")]
    [InlineData("Truth eq false", "second")]
    [InlineData("Small eq 1", "first")]
    [InlineData("Small ge 1 and Small lt 3", "first second")]
    [InlineData("Small gt -1", "first second")]
    [InlineData("Large eq 5000000000L", "first")]
    [InlineData("Real gt 1.25", "second")]
    [InlineData("Id eq guid'0b8c3c0e-8a4f-4dcb-a1a2-6a5a4f3d2b1c'", "first")]
    [InlineData("At ge datetime'2026-11-16T12:00:01Z'", "second")]
    [InlineData("At lt datetime'2026-11-16T12:00:00.5Z'", "first")]
    [InlineData("Nothing eq 'a'", "")]
    [InlineData("Text eq 'a' or Small eq 2", "first second")]
    [InlineData("(Text eq 'a' or Small eq 2) and not (Truth eq true)", "second")]
    public async Task QueryAsync_OfValues_Finds(string filter, string expected)
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("p", "first")
        {
            ["Text"] = "a", ["Truth"] = true, ["Small"] = 1, ["Large"] = 5_000_000_000L, ["Real"] = 1.25, ["Id"] = Id, ["At"] = Noon,
        });
        await table.AddEntityAsync(new TableEntity("p", "second")
        {
            ["Text"] = "b", ["Truth"] = false, ["Small"] = 2, ["Large"] = 2L, ["Real"] = 1.5, ["Id"] = Guid.Empty, ["At"] = Noon.AddSeconds(1),
        });

        var found = await KeysAsync(table.QueryAsync<TableEntity>(filter));

        Assert.Equal(expected, found.Replace("p/", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("PartitionKey eq")]
    [InlineData("(PartitionKey eq 'nysd'")]
    public async Task QueryAsync_FilterThatIsNone_IsRefused(string filter)
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(async () => await table.QueryAsync<TableEntity>(filter).ToListAsync());

        Assert.Equal(400, error.Status);
    }

    [Fact]
    public async Task QueryAsync_Select_BringsOnlyThat()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["State"] = "s", ["Count"] = 1 });

        var row = Assert.Single(await table.QueryAsync<TableEntity>(select: ["RowKey", "Count"]).ToListAsync());
        var got = (await table.GetEntityAsync<TableEntity>("nysd", "head", ["State"])).Value;

        Assert.Equal(("head", 1, null), (row.RowKey, row.GetInt32("Count"), row.GetString("State")));
        Assert.Equal(("s", null), (got.GetString("State"), got.GetInt32("Count")));
        Assert.NotEqual(default, got.ETag);
    }

    [Fact]
    public async Task QueryAsync_MoreThanAPage_ComesInPagesAndCanGoOnFromOne()
    {
        var table = await TableAsync();
        for (var number = 0; number < 5; number++)
            await table.AddEntityAsync(new TableEntity(number < 3 ? "a" : "b", $"{number}"));

        var pages = await table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages().ToListAsync();
        var rest = await table.QueryAsync<TableEntity>(maxPerPage: 2).AsPages(pages[0].ContinuationToken).ToListAsync();

        Assert.Equal([2, 2, 1], pages.Select(page => page.Values.Count));
        Assert.Null(pages[2].ContinuationToken);
        Assert.Equal(["2", "3", "4"], rest.SelectMany(page => page.Values).Select(row => row.RowKey));
    }

    [Fact]
    public async Task QueryAsync_ThousandRowsAndOne_ComesInTwoPages()
    {
        var table = await TableAsync();
        foreach (var rows in Enumerable.Range(0, 1001).Chunk(100))
        {
            await table.SubmitTransactionAsync(rows.Select(number => new TableTransactionAction(
                TableTransactionActionType.Add, new TableEntity("nysd", $"e|{number:0000}"))));
        }

        var pages = await table.QueryAsync<TableEntity>(row => row.PartitionKey == "nysd").AsPages().ToListAsync();

        Assert.Equal([1000, 1], pages.Select(page => page.Values.Count));
        Assert.Equal(pages.SelectMany(page => page.Values).Select(row => row.RowKey).Order(StringComparer.Ordinal), pages.SelectMany(page => page.Values).Select(row => row.RowKey));
    }

    private static async Task<string> KeysAsync(AsyncPageable<TableEntity> rows) =>
        string.Join(' ', await rows.Select(row => $"{row.PartitionKey}/{row.RowKey}").ToListAsync());
}
