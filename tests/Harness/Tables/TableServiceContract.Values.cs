using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Tipstaff.Tests.Harness.Tables;

public abstract partial class TableServiceContract
{
    [Fact]
    public async Task AddEntityAsync_EveryType_ComesBackAsItWas()
    {
        var table = await TableAsync();
        var time = Noon.AddTicks(1234567).ToOffset(TimeSpan.FromHours(-5));

        await table.AddEntityAsync(new TableEntity("nysd", "head")
        {
            ["Text"] = "Ünïcode \u2028 \"quoted\" \\ 's\t\u0001",
            ["Empty"] = "",
            ["Truth"] = true,
            ["Small"] = -7,
            ["Large"] = 7L,
            ["Whole"] = 3.0,
            ["Real"] = 0.1,
            ["Id"] = Id,
            ["At"] = time,
            ["Day"] = Noon.UtcDateTime,
            ["Bytes"] = new byte[] { 0, 255, 1 },
            ["Data"] = new BinaryData([4, 5]),
            ["Null"] = null,
        });

        var row = (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value;
        Assert.Equal("Ünïcode \u2028 \"quoted\" \\ 's\t\u0001", row.GetString("Text"));
        Assert.Equal(("", true, -7, 7L), (row.GetString("Empty"), row.GetBoolean("Truth"), row.GetInt32("Small"), row.GetInt64("Large")));
        Assert.Equal((3.0, 0.1, Id), (row.GetDouble("Whole"), row.GetDouble("Real"), row.GetGuid("Id")));
        Assert.Equal((time, Noon), (row.GetDateTimeOffset("At"), row.GetDateTimeOffset("Day")));
        Assert.Equal([0, 255, 1], row.GetBinary("Bytes"));
        Assert.Equal([4, 5], row.GetBinaryData("Data").ToArray());
        Assert.Null(row["Null"]);
        Assert.Throws<InvalidOperationException>(() => row.GetInt32("Large"));
    }

    [Fact]
    public async Task AddEntityAsync_AClassOfItsOwn_ComesBackAsItWas()
    {
        var table = await TableAsync();
        var written = new Judgment
        {
            PartitionKey = "nysd",
            RowKey = "j|1",
            Caption = "Doe v. Roe",
            Pages = 12,
            Bytes = 5_000_000_000,
            At = Noon,
            Kind = JudgmentKind.Final,
            Named = "other",
            Body = [1, 2],
            Ignored = "not stored",
        };

        await table.AddEntityAsync(written);

        var read = (await table.GetEntityAsync<Judgment>("nysd", "j|1")).Value;
        var raw = (await table.GetEntityAsync<TableEntity>("nysd", "j|1")).Value;
        Assert.Equal(
            ("nysd", "j|1", "Doe v. Roe", 12, 5_000_000_000, Noon), (read.PartitionKey, read.RowKey, read.Caption, read.Pages, read.Bytes, read.At));
        Assert.Equal((JudgmentKind.Final, "other", null), (read.Kind, read.Named, read.Ignored));
        Assert.Equal([1, 2], read.Body);
        Assert.Null(read.Sealed);
        Assert.Equal(raw.ETag, read.ETag);
        Assert.NotNull(read.Timestamp);
        Assert.Equal(("Final", "other"), (raw.GetString("Kind"), raw.GetString("other_name")));
        Assert.False(raw.ContainsKey("Ignored"));
    }

    [Fact]
    public async Task QueryAsync_OnAClassOfItsOwn_Finds()
    {
        var table = await TableAsync();
        foreach (var number in Enumerable.Range(1, 4))
            await table.AddEntityAsync(new Judgment { PartitionKey = "nysd", RowKey = $"j|{number}", Pages = number, At = Noon.AddDays(number) });
        var from = "j|2";

        var found = await table.QueryAsync<Judgment>(
            one => one.PartitionKey == "nysd" && string.Compare(one.RowKey, from) >= 0 && (one.Pages < 4 || one.At > Noon.AddDays(10))).ToListAsync();

        Assert.Equal(["j|2", "j|3"], found.Select(one => one.RowKey));
    }

    [Fact]
    public async Task AddEntityAsync_StringsOfUpTo32KiChars_AreTaken()
    {
        var table = await TableAsync();
        var text = new string('ü', 32 << 10);

        await table.AddEntityAsync(new TableEntity("nysd", "head") { ["Text"] = text, ["Bytes"] = new byte[64 << 10] });
        var error = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("nysd", "text") { ["Text"] = text + "x" }));
        var bytes = await Assert.ThrowsAsync<RequestFailedException>(
            () => table.AddEntityAsync(new TableEntity("nysd", "bytes") { ["Bytes"] = new byte[(64 << 10) + 1] }));

        Assert.Equal(text, (await table.GetEntityAsync<TableEntity>("nysd", "head")).Value.GetString("Text"));
        Assert.Equal((400, "PropertyValueTooLarge"), (error.Status, error.ErrorCode));
        Assert.Equal((400, "PropertyValueTooLarge"), (bytes.Status, bytes.ErrorCode));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("a#b")]
    [InlineData("a?b")]
    [InlineData("a\tb")]
    [InlineData("a\u0085b")]
    public async Task AddEntityAsync_KeyWithAForbiddenCharacter_IsRefused(string key)
    {
        var table = await TableAsync();

        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("nysd", key)));

        Assert.Equal(400, error.Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("e|1:18-cv-03365|9~!$&()*+,;=@ []{}<>^`\"%")]
    [InlineData("O'Brien's")]
    [InlineData("Łódź 北京 😀")]
    public async Task AddEntityAsync_KeyWithAnyOtherCharacter_IsFound(string key)
    {
        var table = await TableAsync();

        await table.AddEntityAsync(new TableEntity("nysd", key));
        await table.UpsertEntityAsync(new TableEntity("nysd", key) { ["Count"] = 1 });

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("nysd", key)).Value.GetInt32("Count"));
        Assert.Equal(key, Assert.Single(await table.QueryAsync<TableEntity>(row => row.RowKey == key).ToListAsync()).RowKey);
        Assert.Equal(204, (await table.DeleteEntityAsync("nysd", key)).Status);
    }

    // The cloud takes 1,024 characters; Azurite counts 1 KiB of UTF-16, which are 512.
    [Fact]
    public async Task AddEntityAsync_KeyOfMoreThan1024Characters_IsRefused()
    {
        var table = await TableAsync();

        await table.AddEntityAsync(new TableEntity(new string('p', 512), new string('r', 512)));
        var error = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("nysd", new string('r', 1025))));

        Assert.Equal(400, error.Status);
    }

    private enum JudgmentKind
    {
        Interim,
        Final,
    }

    private sealed class Judgment : ITableEntity
    {
        public string PartitionKey { get; set; } = "";

        public string RowKey { get; set; } = "";

        public DateTimeOffset? Timestamp { get; set; }

        public ETag ETag { get; set; }

        public string? Caption { get; set; }

        public int Pages { get; set; }

        public long Bytes { get; set; }

        public DateTimeOffset At { get; set; }

        public bool? Sealed { get; set; }

        public JudgmentKind Kind { get; set; }

        public byte[]? Body { get; set; }

        [DataMember(Name = "other_name")]
        public string? Named { get; set; }

        [IgnoreDataMember]
        public string? Ignored { get; set; }
    }
}
