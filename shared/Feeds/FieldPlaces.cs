namespace Tipstaff.Feeds;

/// <summary>Where the elements of an item stand, counted from its start tag: 20 bytes.</summary>
/// <remarks>Items that are longer than what it can count have none; they are found anew.</remarks>
internal readonly struct FieldPlaces
{
    private readonly uint _title;
    private readonly uint _link;
    private readonly uint _description;
    private readonly uint _guid;
    private readonly uint _pubDate;

    private FieldPlaces(ReadOnlySpan<byte> item, in ItemFields fields)
    {
        _title = Pack(item, fields.Title);
        _link = Pack(item, fields.Link);
        _description = Pack(item, fields.Description);
        _guid = Pack(item, fields.Guid);
        _pubDate = Pack(item, fields.PubDate);
    }

    /// <summary>Whether they are known; those of an item that can be read have at least a title.</summary>
    public bool AreKnown => _title != 0;

    /// <summary>The places of these elements; none where the item is too long.</summary>
    /// <param name="item">The bytes of the item, from its start tag.</param>
    /// <param name="fields">What was found in it.</param>
    public static FieldPlaces Of(ReadOnlySpan<byte> item, in ItemFields fields) =>
        item.Length <= ushort.MaxValue ? new FieldPlaces(item, fields) : default;

    /// <summary>The elements at these places.</summary>
    /// <param name="item">The bytes from the item's start tag on.</param>
    /// <param name="fields">Where they go.</param>
    public void Fill(ReadOnlySpan<byte> item, ref ItemFields fields)
    {
        fields.Title = Unpack(item, _title);
        fields.Link = Unpack(item, _link);
        fields.Description = Unpack(item, _description);
        fields.Guid = Unpack(item, _guid);
        fields.PubDate = Unpack(item, _pubDate);
    }

    private static uint Pack(ReadOnlySpan<byte> item, ReadOnlySpan<byte> field) =>
        !field.IsEmpty && item.Overlaps(field, out var offset) ? ((uint)offset << 16) | (uint)field.Length : 0;

    private static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> item, uint place) => item.Slice((int)(place >> 16), (int)(place & ushort.MaxValue));
}
