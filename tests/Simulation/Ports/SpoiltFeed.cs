using System.Text;
using Tipstaff.Tests.Simulation.Faults;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>What a court sends in place of its feed.</summary>
/// <param name="Body">What comes of it.</param>
/// <param name="BreaksOff">Whether the connection breaks then.</param>
/// <param name="IsPage">Whether it bears nothing of the feed's own head.</param>
internal sealed record SpoiltFeed(ReadOnlyMemory<byte> Body, bool BreaksOff = false, bool IsPage = false)
{
    /// <summary>The feed as a fault leaves it; null where it leaves it alone.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="feed">The whole feed; empty where the court has nothing new.</param>
    /// <param name="chance">Says by how much, from 0 to 1.</param>
    public static SpoiltFeed? Of(FaultKind fault, ReadOnlyMemory<byte> feed, Func<double> chance) => fault switch
    {
        FaultKind.CourtHtml => Page("<html><head><title>Maintenance</title></head><body><h1>CM/ECF is down for maintenance</h1></body></html>\n"),
        FaultKind.CourtRubbish => Page(new string('\u0007', 300) + "<rss"),
        _ when feed.IsEmpty => null,
        FaultKind.CourtEmpty => new SpoiltFeed(ReadOnlyMemory<byte>.Empty),
        FaultKind.CourtTruncated => new SpoiltFeed(Cut(feed, chance())),
        FaultKind.CourtBroken => new SpoiltFeed(Cut(feed, chance()), BreaksOff: true),
        FaultKind.CourtWithoutItems => new SpoiltFeed(Newest(feed, 0), IsPage: true),
        FaultKind.CourtShrunk => new SpoiltFeed(Newest(feed, 1 + (int)(5 * chance())), IsPage: true),
        _ => null,
    };

    private static SpoiltFeed Page(string text) => new(Encoding.ASCII.GetBytes(text), IsPage: true);

    private static ReadOnlyMemory<byte> Cut(ReadOnlyMemory<byte> feed, double chance) => feed[..(1 + (int)((feed.Length - 1) * chance))];

    // The head with its first items and the end of the channel.
    private static ReadOnlyMemory<byte> Newest(ReadOnlyMemory<byte> body, int count)
    {
        var first = body.Span.IndexOf("<item>"u8);
        if (first < 0)
        {
            return body;
        }

        var end = first;
        for (var n = 0; n < count && body.Span[end..].IndexOf("</item>"u8) is var next and >= 0; n++)
        {
            end += next + "</item>"u8.Length;
        }

        return (byte[])[.. body.Span[..end], .. body.Span[body.Span.LastIndexOf("</channel>"u8)..]];
    }
}
