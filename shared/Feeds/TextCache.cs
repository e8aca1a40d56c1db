using System.Text;

namespace Tipstaff.Feeds;

/// <summary>Hands out one string for equal texts that come soon after each other, as the captions and labels of a feed do.</summary>
internal sealed class TextCache
{
    private const int Slots = 1_024;
    private const int MaxLength = 200;

    private readonly string?[] _texts = new string?[Slots];

    /// <summary>The text as a string.</summary>
    /// <param name="ascii">ASCII only.</param>
    public string Get(ReadOnlySpan<byte> ascii)
    {
        if (ascii.Length is 0 or > MaxLength)
        {
            return Encoding.Latin1.GetString(ascii);
        }

        ref var slot = ref _texts[Slot(ascii.Length, ascii[0], ascii[^1], ascii[ascii.Length / 2], ascii[ascii.Length * 3 / 4])];
        if (slot is null || !Ascii.Equals(ascii, slot))
        {
            slot = Encoding.Latin1.GetString(ascii);
        }

        return slot;
    }

    /// <summary>The text as a string, or null where there is none.</summary>
    /// <param name="text">UTF-8.</param>
    public string? GetOrNull(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? null : Ascii.IsValid(text) ? Get(text) : Encoding.UTF8.GetString(text);

    /// <summary>A text that will not come again, or null where there is none.</summary>
    /// <param name="text">UTF-8.</param>
    public static string? New(ReadOnlySpan<byte> text) =>
        text.IsEmpty ? null : Ascii.IsValid(text) ? Encoding.Latin1.GetString(text) : Encoding.UTF8.GetString(text);

    /// <summary>The text as a string.</summary>
    public string Get(ReadOnlySpan<char> text)
    {
        if (text.Length is 0 or > MaxLength)
        {
            return text.ToString();
        }

        ref var slot = ref _texts[Slot(text.Length, text[0], text[^1], text[text.Length / 2], text[text.Length * 3 / 4])];
        if (slot is null || !text.SequenceEqual(slot))
        {
            slot = text.ToString();
        }

        return slot;
    }

    private static int Slot(int length, int first, int last, int middle, int late) =>
        (((((((length * 31) + first) * 31) + last) * 31) + middle) * 31 + late) & (Slots - 1);
}
