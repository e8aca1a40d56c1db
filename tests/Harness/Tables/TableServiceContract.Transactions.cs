using Azure;
using Azure.Data.Tables;
using static Azure.Data.Tables.TableTransactionActionType;

namespace Tipstaff.Tests.Harness.Tables;

public abstract partial class TableServiceContract
{
    [Fact]
    public async Task SubmitTransactionAsync_EveryKindOfWrite_DoesAll()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 1, ["Rest"] = "kept" });
        await table.AddEntityAsync(new TableEntity("nysd", "old"));
        await table.AddEntityAsync(new TableEntity("nysd", "replaced") { ["Rest"] = "dropped" });
        var head = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.ETag;

        var answers = (await table.SubmitTransactionAsync(
        [
            new(UpdateMerge, new TableEntity("nysd", "head") { ["Count"] = 2 }, head),
            new(Add, new TableEntity("nysd", "e|1") { ["Text"] = "O'Brien: \"über\"\r\nnext" }),
            new(UpsertMerge, new TableEntity("nysd", "e|2")),
            new(UpsertReplace, new TableEntity("nysd", "replaced") { ["Count"] = 5L }),
            new(UpdateReplace, new TableEntity("nysd", "e'3"), default),
            new(Delete, new TableEntity("nysd", "old")),
        ])).Value;

        var rows = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(["e'3", "e|1", "e|2", "head", "replaced"], rows.Select(row => row.RowKey));
        Assert.Equal((2, "kept"), (rows[3].GetInt32("Count"), rows[3].GetString("Rest")));
        Assert.Equal("O'Brien: \"über\"\r\nnext", rows[1].GetString("Text"));
        Assert.Equal((5L, null), (rows[4].GetInt64("Count"), rows[4].GetString("Rest")));
        Assert.Equal(6, answers.Count);
        Assert.Equal(rows[3].ETag, answers[0].Headers.ETag);
        Assert.All(answers, answer => Assert.Equal(204, answer.Status));
    }

    [Fact]
    public async Task SubmitTransactionAsync_OneKeyThere_DoesNothingAndNamesTheWrite()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "e|2"));

        var error = await RefusedAsync(
            table,
            new(Add, new TableEntity("nysd", "e|1")),
            new(Add, new TableEntity("nysd", "e|2")),
            new(Add, new TableEntity("nysd", "e|3")));

        Assert.Equal((409, "EntityAlreadyExists", 1), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_OldVersion_DoesNothingAndNamesTheWrite()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head"));
        var old = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.ETag;
        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 2 });

        var error = await RefusedAsync(
            table,
            new(Add, new TableEntity("nysd", "e|1")),
            new(UpdateReplace, new TableEntity("nysd", "head") { ["Count"] = 3 }, old));

        Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Equal(2, Assert.Single(await table.QueryAsync<TableEntity>().ToListAsync()).GetInt32("Count"));
    }

    [Theory]
    [InlineData(Delete)]
    [InlineData(UpdateMerge)]
    public async Task SubmitTransactionAsync_NoRow_DoesNothingAndNamesTheWrite(TableTransactionActionType action)
    {
        var table = await TableAsync();

        var error = await RefusedAsync(
            table, new(Add, new TableEntity("nysd", "e|1")), new(action, new TableEntity("nysd", "gone"), ETag.All));

        Assert.Equal((404, "ResourceNotFound", 1), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_OneRowTwice_IsRefused()
    {
        var table = await TableAsync();

        var error = await RefusedAsync(
            table, new(Add, new TableEntity("nysd", "e|1")), new(UpsertMerge, new TableEntity("nysd", "e|1") { ["Count"] = 2 }));

        Assert.Equal((400, "InvalidDuplicateRow"), (error.Status, error.ErrorCode));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_HundredRows_FitAndOneMoreDoesNot()
    {
        var table = await TableAsync();

        await table.SubmitTransactionAsync(Rows(100));
        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(Rows(101)));

        Assert.Equal((400, "InvalidInput"), (error.Status, error.ErrorCode));
        Assert.Equal(100, await table.QueryAsync<TableEntity>().CountAsync());

        static IEnumerable<TableTransactionAction> Rows(int count) =>
            Enumerable.Range(0, count).Select(number => new TableTransactionAction(UpsertReplace, new TableEntity("nysd", $"e|{number:000}")));
    }

    [Fact]
    public async Task SubmitTransactionAsync_MoreThanFourMebibytes_IsRefused()
    {
        var table = await TableAsync();
        var text = new string('x', 32 << 10);
        var large = Enumerable.Range(0, 99).Select(number => new TableTransactionAction(
            Add, new TableEntity("nysd", $"e|{number:000}") { ["A"] = text, ["B"] = text[..12_000] }));

        var error = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(large));

        Assert.Equal((413, "RequestBodyTooLarge", null), (error.Status, error.ErrorCode, error.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task SubmitTransactionAsync_Nothing_ThrowsBeforeAsking()
    {
        var table = await TableAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
    }

    private protected static Task<TableTransactionFailedException> RefusedAsync(TableClient table, params TableTransactionAction[] actions) =>
        Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(actions));
}
