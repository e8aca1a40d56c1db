using System.Text;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Feeds;

/// <summary>One item, so far as it takes to tell whether it can be read and which entry it is.</summary>
internal ref struct FeedItem
{
    /// <summary>The elements as they stand in the bytes.</summary>
    public ItemFields Fields;

    /// <summary>The title, decoded once.</summary>
    public ReadOnlySpan<byte> Title;

    /// <summary>What the GUID tells.</summary>
    public FeedGuid Guid;

    /// <summary>The parts of the description; only read where something depends on it.</summary>
    public ItemDescription Description;

    /// <summary>Whether <see cref="Description"/> was read.</summary>
    public bool IsDescribed;

    /// <summary>When it was published, with the court's offset; only read where something depends on it.</summary>
    public DateTimeOffset? PublishedAt;

    /// <summary>How its identity is made up.</summary>
    public IdentityKind Identity;

    /// <summary>The case's id or number in the identity.</summary>
    public ReadOnlySpan<byte> IdentityCase;

    /// <summary>The sequence number or part in the identity.</summary>
    public ReadOnlySpan<byte> IdentitySequence;

    /// <summary>The link's sequence number, where it contradicts the GUID's; else empty.</summary>
    public ReadOnlySpan<byte> ContradictingSequence;
}

/// <summary>How an entry's identity is made up; see product.md, "Reading the courts".</summary>
internal enum IdentityKind
{
    /// <summary>Case and sequence number.</summary>
    Sequence,

    /// <summary>Case number and part, on appeal.</summary>
    Part,

    /// <summary>Case, time and number: the GUID names the case only.</summary>
    Publication,

    /// <summary>A hash of what there is.</summary>
    Content,
}
