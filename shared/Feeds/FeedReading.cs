using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>What a body holds.</summary>
public sealed class FeedReading
{
    internal FeedReading(ReadOnlyMemory<byte> body, CourtId court)
    {
        _ = body;
        _ = court;
    }

    /// <summary>What kind of answer it is.</summary>
    public FeedCondition Condition { get; }

    /// <summary>What the feed says of itself.</summary>
    public FeedChannel Channel { get; } = new(null, null, null);

    /// <summary>How many items it has, readable or not.</summary>
    public int ItemCount { get; }

    /// <summary>How many of them could not be read.</summary>
    public int UnreadableCount { get; }

    /// <summary>Hash of the body without its build date: equal hashes, equal news.</summary>
    public string ContentHash { get; } = "";

    /// <summary>The entries, items of one identity merged, in the order of the feed. Read as it is enumerated.</summary>
    public IEnumerable<DocketEntry> Entries => [];

    /// <summary>The items that could not be read. Read as it is enumerated.</summary>
    public IEnumerable<UnreadableItem> Unreadable => [];
}
