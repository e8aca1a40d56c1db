namespace Tipstaff.Feeds;

/// <summary>An item of a feed that could not be read, as it came.</summary>
/// <param name="Text">Its bytes as text (UTF-8, or ISO-8859-1 where they are not), at most <see cref="MaxTextLength"/> characters.</param>
/// <param name="Reason">Why, in words: <c>no docket number in the title</c>.</param>
public sealed record UnreadableItem(string Text, string Reason)
{
    /// <summary>What is kept of one item, in characters.</summary>
    public const int MaxTextLength = 32_768;
}
