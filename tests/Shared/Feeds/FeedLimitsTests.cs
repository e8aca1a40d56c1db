using System.Text;
using Tipstaff.Feeds;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Feeds;

/// <summary>What a feed may cost: memory and work, counted rather than timed; alone, as others' memory would count too.</summary>
[CollectionDefinition(nameof(FeedLimitsTests), DisableParallelization = true)]
[Collection(nameof(FeedLimitsTests))]
public sealed class FeedLimitsTests
{
    private const int Size = 50_000_000;
    private const long MaxGrowth = 20_000_000;

    [Theory]
    [InlineData("distinct")]
    [InlineData("one identity")]
    [InlineData("one case")]
    [InlineData("short items")]
    public void Read_FiftyMegabytes_TakesLessThanTwentyMore(string kind)
    {
        var body = MadeFeed.OfSize(Size, kind switch
        {
            "distinct" => number => MadeFeed.Item(number, caseId: 100_000 + number, title: $"1:26-cv-{number % 100_000:00000} Doe {number} v. Roe"),
            "one identity" => _ => MadeFeed.Item(1),
            "one case" => number => MadeFeed.Item(number, label: $"Event {number}"),
            _ => number => $"<item><title>1:26-cv-1</title><guid>?1-{number}</guid><link>x?1</link><pubDate>2 Mar 26 8:00</pubDate></item>",
        });
        var reading = FeedReader.Read(body, Some.Nysd);

        var entries = PeakGrowth(reading.Entries, out var count);
        var json = JsonGrowth(reading);

        Assert.Equal(kind == "one identity" ? 1 : reading.ItemCount, count);
        Assert.InRange(entries, long.MinValue, MaxGrowth);
        Assert.InRange(json, long.MinValue, MaxGrowth);
        GC.KeepAlive(body);
    }

    [Theory]
    [InlineData("<item>")]
    [InlineData("<item><![CDATA[")]
    [InlineData("<![CDATA[")]
    [InlineData("<item><!--")]
    [InlineData("<!--")]
    [InlineData("<!--<item>")]
    [InlineData("<item><!-- <title>1:26-cv-1 A</title><guid>?1&amp;1</guid>")]
    [InlineData("<!-- <item> -->")]
    [InlineData("&")]
    [InlineData("<title ")]
    [InlineData("<title")]
    [InlineData("<title a=\"")]
    [InlineData("</title>")]
    [InlineData("<title></title>")]
    [InlineData("<")]
    [InlineData("</item>")]
    [InlineData("<item><title>1:26-cv-1 A</title><guid>?1&amp;1</guid></item>")]
    public void Read_AnyNumberOfPieces_LooksAtEachByteAFewTimes(string piece)
    {
        const int count = 20_000;
        var between = Encoding.ASCII.GetBytes($"<rss><channel>{string.Concat(Enumerable.Repeat(piece, count))}<item></item></channel></rss>");
        var within = Encoding.ASCII.GetBytes($"<rss><channel><item>{string.Concat(Enumerable.Repeat(piece, count))}</item></channel></rss>");

        Assert.InRange(WorkOf(between), between.Length, between.Length * 12L);
        Assert.InRange(WorkOf(within), within.Length, within.Length * 12L);
    }

    [Fact]
    public void Read_ManyUnreadableItems_KeepsNone()
    {
        var body = Encoding.ASCII.GetBytes("<rss><channel>" + string.Concat(Enumerable.Repeat("<item>", 1_000_000)) + "</channel></rss>");
        var reading = FeedReader.Read(body, Some.Nysd);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var count = reading.UnreadableCount;
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(1_000_000, count);
        Assert.InRange(allocated, 0, 1_000_000);
        Assert.Equal(1_000_000, reading.Unreadable.Count());
    }

    private static long WorkOf(byte[] body)
    {
        var reading = FeedReader.Read(body, Some.Nysd);
        _ = reading.Unreadable.Count();
        return reading.Work;
    }

    private static long PeakGrowth<T>(IEnumerable<T> values, out int count)
    {
        const int every = 10_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        count = 0;
        foreach (var _ in values)
        {
            if (count++ % every == 0)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        return peak - before;
    }

    private static long JsonGrowth(FeedReading reading)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var target = new MeasuringStream();
        FeedJson.Write(reading, target);
        return target.Peak - before;
    }

    /// <summary>Swallows what is written, looking at the memory now and then.</summary>
    private sealed class MeasuringStream : Stream
    {
        private int _writes;

        public long Peak { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_writes++ % 200 == 0)
            {
                Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true));
            }
        }
    }
}
