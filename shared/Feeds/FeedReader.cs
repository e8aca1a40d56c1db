using Tipstaff.Courts;

namespace Tipstaff.Feeds;

/// <summary>Reads CM/ECF's RSS feeds.</summary>
public static class FeedReader
{
    /// <summary>Reads a body, whatever is in it; never throws for content.</summary>
    public static FeedReading Read(ReadOnlyMemory<byte> body, CourtId court) => new(body, court);
}
