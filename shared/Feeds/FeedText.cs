using System.Text;
using System.Text.Unicode;

namespace Tipstaff.Feeds;

/// <summary>Turns bytes that a court sent into text.</summary>
internal static class FeedText
{
    /// <summary>The bytes as UTF-8, or as ISO-8859-1 where they are not valid UTF-8; at most so many characters.</summary>
    public static string Of(ReadOnlySpan<byte> bytes, int maxLength)
    {
        var head = bytes[..Math.Min(bytes.Length, maxLength)];
        return Utf8.IsValid(head) ? Encoding.UTF8.GetString(head) : Encoding.Latin1.GetString(head);
    }
}
