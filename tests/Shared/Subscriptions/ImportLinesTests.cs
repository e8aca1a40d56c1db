using System.Text;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class ImportLinesTests
{
    private const string Good = "ada@example.com,nysd,1:24-cv-01234,,,";

    [Fact]
    public async Task ReadAsync_StrayQuote_CostsItsOwnLineOnly()
    {
        var lines = await ReadAsync($"{Good}\n\"ada@example.com,nysd,1:24-cv-01234,,,\n{Good}\n{Good}\n\"x\n");

        Assert.Equal([1, 3, 4], Taken(lines));
        Assert.Equal([2, 5], Refused(lines));
    }

    [Theory]
    [InlineData("email,court,docket_number,query,cadence,confirmed_at")]
    [InlineData("\uFEFFEmail,\"Court\", docket_number")]
    [InlineData("\r\n\r\nemail,court,docket_number")]
    public async Task ReadAsync_FirstLineNamesTheColumns_IsPassedOver(string names)
    {
        var lines = await ReadAsync($"{names}\r\n{Good}\r\n\r\n{Good}");

        Assert.Equal(2, Taken(lines).Count());
        Assert.Empty(Refused(lines));
    }

    [Theory]
    [InlineData("email,docket_number,court")]
    [InlineData("email,court,docket_number\remail,court")]
    public async Task ReadAsync_OtherColumnNames_AreRefused(string names) =>
        Assert.Equal([1], Refused(await ReadAsync($"{names}\n{Good}")));

    [Fact]
    public async Task ReadAsync_ByteOrderMarkAndCrLf_LeaveNoTrace()
    {
        var line = Assert.Single(await ReadAsync($"\uFEFF{Good}2026-01-01T00:00:00Z\r\n"));

        Assert.Equal("ada@example.com", line.Line!.Request.Address.Value);
        Assert.NotNull(line.Line.ConfirmedAt);
    }

    [Fact]
    public async Task ReadAsync_BlankLines_CountInTheNumbers() =>
        Assert.Equal([3, 6], Taken(await ReadAsync($"\n \t\n{Good}\n\r\n\n{Good}")));

    [Theory]
    [InlineData(ImportLines.MaxBytes + 1)]
    [InlineData(ImportLines.MaxBytes * 16)]
    [InlineData(1_000_000)]
    public async Task ReadAsync_LongLine_IsRefusedAndTheNextIsRead(int bytes)
    {
        var lines = await ReadAsync($"{new string('a', bytes)}\n{Good}\n{new string('a', bytes)}");

        Assert.Equal([2], Taken(lines));
        Assert.All(lines.Where(line => line.Line is null), line => Assert.Contains("4096 bytes", line.Trouble, StringComparison.Ordinal));
        Assert.Equal([1, 3], Refused(lines));
    }

    [Fact]
    public async Task ReadAsync_LongestLine_IsRead() =>
        Assert.Equal([1, 2], Taken(await ReadAsync($"{Good}{new string(' ', ImportLines.MaxBytes - Good.Length)}\r\n{Good}")));

    [Fact]
    public async Task ReadAsync_NotUtf8_IsNamed()
    {
        byte[] latin1 = [.. "jos"u8, 0xE9, .. "@example.com,nysd,1:24-cv-01234\n"u8];

        var lines = await ReadAsync([.. latin1, .. Encoding.UTF8.GetBytes(Good)]);

        Assert.Contains("not UTF-8", lines[0].Trouble, StringComparison.Ordinal);
        Assert.Equal([2], Taken(lines));
    }

    [Fact]
    public async Task ReadAsync_BytesComeOneByOne_ReadsTheSame()
    {
        using var slow = new OneByteAtATime(Encoding.UTF8.GetBytes($"\uFEFF{Good}\r\nnobody\n{Good}"));

        var lines = await ImportLines.ReadAsync(slow, new ManualTimeProvider(), CancellationToken.None).ToListAsync();

        Assert.Equal([1, 3], Taken(lines));
    }

    private static IEnumerable<long> Taken(IEnumerable<ImportReading> lines) => lines.Where(line => line.Line is not null).Select(line => line.Number);

    private static IEnumerable<long> Refused(IEnumerable<ImportReading> lines) => lines.Where(line => line.Trouble is not null).Select(line => line.Number);

    private static Task<List<ImportReading>> ReadAsync(string text) => ReadAsync(Encoding.UTF8.GetBytes(text));

    private static async Task<List<ImportReading>> ReadAsync(byte[] bytes)
    {
        using var file = new MemoryStream(bytes);
        return await ImportLines.ReadAsync(file, new ManualTimeProvider(), CancellationToken.None).ToListAsync();
    }

    private sealed class OneByteAtATime(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
