using Azure;
using Azure.Data.Tables;

namespace Tipstaff.Tests.Harness.Tables;

public abstract partial class TableServiceContract
{
    [Fact]
    public async Task AddEntityAsync_KeyThere_IsAConflict()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["State"] = "first" });

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("nysd", "head") { ["State"] = "second" }));

        Assert.Equal((409, "EntityAlreadyExists"), (error.Status, error.ErrorCode));
        Assert.Equal("first", (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetString("State"));
    }

    [Fact]
    public async Task AddEntityAsync_New_TellsTheVersionThatIsReadLater()
    {
        var table = await TableAsync();

        var answer = await table.AddEntityAsync(new TableEntity("nysd", "head"));

        var read = await table.GetEntityAsync<TableEntity>("nysd", "head");
        Assert.Equal(204, answer.Status);
        Assert.Equal(answer.Headers.ETag, read.Value.ETag);
        Assert.NotNull(read.Value.Timestamp);
    }

    [Fact]
    public async Task GetEntityAsync_NoRow_SaysSo()
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("nysd", "head"));
        var none = await table.GetEntityIfExistsAsync<TableEntity>("nysd", "head");

        Assert.Equal((404, "ResourceNotFound"), (error.Status, error.ErrorCode));
        Assert.False(none.HasValue);
        Assert.Equal(404, none.GetRawResponse().Status);
    }

    [Fact]
    public async Task UpdateEntityAsync_OfTheVersionRead_ChangesTheVersion()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 1 });
        var read = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value;

        var answer = await table.UpdateEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 2 }, read.ETag);

        var later = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value;
        Assert.NotEqual(read.ETag, later.ETag);
        Assert.Equal(answer.Headers.ETag, later.ETag);
        Assert.Equal(2, later.GetInt32("Count"));
    }

    [Fact]
    public async Task UpdateEntityAsync_OfAnOldVersion_IsRefused()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 1 });
        var old = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.ETag;
        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 2 });

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 3 }, old, TableUpdateMode.Replace));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (error.Status, error.ErrorCode));
        Assert.Equal(2, (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetInt32("Count"));
    }

    [Fact]
    public async Task UpdateEntityAsync_NoRow_SaysSo()
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.UpdateEntityAsync(new TableEntity("nysd", "head"), ETag.All));

        Assert.Equal((404, "ResourceNotFound"), (error.Status, error.ErrorCode));
    }

    [Fact]
    public async Task UpdateEntityAsync_WithoutAVersion_ThrowsBeforeAsking()
    {
        var table = await TableAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("nysd", "head"), default));
    }

    [Theory]
    [InlineData(TableUpdateMode.Merge, "kept")]
    [InlineData(TableUpdateMode.Replace, null)]
    public async Task UpsertEntityAsync_RowThere_KeepsWhatItDoesNotNameOnlyWhenMerging(TableUpdateMode mode, string? rest)
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 1, ["Rest"] = "kept" });

        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 2 }, mode);

        var row = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value;
        Assert.Equal((2, rest), (row.GetInt32("Count"), row.GetString("Rest")));
    }

    [Fact]
    public async Task UpsertEntityAsync_NullWhenMerging_KeepsWhatIsThere()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Rest"] = "kept" });

        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Rest"] = null });

        Assert.Equal("kept", (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetString("Rest"));
    }

    [Fact]
    public async Task UpsertEntityAsync_NoRow_AddsIt()
    {
        var table = await TableAsync();

        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 1 }, TableUpdateMode.Replace);

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetInt32("Count"));
    }

    [Fact]
    public async Task DeleteEntityAsync_OfAnOldVersion_IsRefused()
    {
        var table = await TableAsync();
        await table.AddEntityAsync(new TableEntity("nysd", "head"));
        var old = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.ETag;
        await table.UpsertEntityAsync(new TableEntity("nysd", "head") { ["Count"] = 2 });

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("nysd", "head", old));

        Assert.Equal((412, "UpdateConditionNotSatisfied"), (error.Status, error.ErrorCode));
        Assert.Equal(204, (await table.DeleteEntityAsync("nysd", "head")).Status);
    }

    [Fact]
    public async Task DeleteEntityAsync_NoRow_Answers404WithoutThrowing()
    {
        var table = await TableAsync();

        Assert.Equal(404, (await table.DeleteEntityAsync("nysd", "head")).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync(new TableEntity("nysd", "head"), ETag.All)).Status);
    }
}
