namespace Tipstaff.Signatures;

/// <summary>A value in a structured field (RFC 9651, section 3.3), as far as signatures need them: no decimals, dates or display strings.</summary>
internal abstract record BareItem
{
    private BareItem()
    {
    }

    /// <summary>An Integer: at most 15 digits.</summary>
    public sealed record Integer(long Value) : BareItem;

    /// <summary>A String: printable ASCII, in quotes on the wire.</summary>
    public sealed record Text(string Value) : BareItem;

    /// <summary>A Token: a word without quotes.</summary>
    public sealed record Token(string Value) : BareItem;

    /// <summary>A Byte Sequence: base64 between colons on the wire.</summary>
    public sealed record Bytes(byte[] Value) : BareItem;

    /// <summary>A Boolean.</summary>
    public sealed record Flag(bool Value) : BareItem;
}

/// <summary>A parameter of an item or inner list (RFC 9651, section 3.1.2).</summary>
/// <param name="Key">Lower case, unique among its neighbours.</param>
/// <param name="Value">A key alone on the wire is true.</param>
internal sealed record Parameter(string Key, BareItem Value);

/// <summary>What a key of a dictionary leads to (RFC 9651, section 3.2).</summary>
/// <param name="Parameters">In the order of the wire.</param>
internal abstract record FieldMember(IReadOnlyList<Parameter> Parameters)
{
    /// <summary>One value.</summary>
    public sealed record Item(BareItem Value, IReadOnlyList<Parameter> Parameters) : FieldMember(Parameters);

    /// <summary>Values in parentheses, each with its own parameters (RFC 9651, section 3.1.1).</summary>
    public sealed record InnerList(IReadOnlyList<Item> Items, IReadOnlyList<Parameter> Parameters) : FieldMember(Parameters);
}
