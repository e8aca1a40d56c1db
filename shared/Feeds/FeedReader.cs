using System.Text;
using Tipstaff.Courts;

namespace Tipstaff.Feeds;

/// <summary>Reads CM/ECF's RSS feeds.</summary>
public static class FeedReader
{
    /// <summary>Reads a body, whatever is in it; never throws for content.</summary>
    /// <param name="body">The bytes as they came, without content encoding; they must not change while the reading is in use.</param>
    /// <param name="court">The court whose feed it is; its class decides what docket numbers look like.</param>
    /// <returns>What the body holds; entries are read as they are enumerated, so that a feed of many megabytes takes no more memory.</returns>
    public static FeedReading Read(ReadOnlyMemory<byte> body, CourtId court) => new(FromUtf16(body), court);

    // No court is known to send UTF-16; its marks are unmistakable, so it may as well be read.
    private static ReadOnlyMemory<byte> FromUtf16(ReadOnlyMemory<byte> body) =>
        body.Span switch
        {
            [0xFF, 0xFE, ..] => Encoding.Convert(Encoding.Unicode, Encoding.UTF8, body[2..].ToArray()),
            [0xFE, 0xFF, ..] => Encoding.Convert(Encoding.BigEndianUnicode, Encoding.UTF8, body[2..].ToArray()),
            _ => body,
        };
}
