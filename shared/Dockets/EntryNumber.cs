using System.Globalization;

namespace Tipstaff.Dockets;

/// <summary>The court's number of an entry, as far as it counts the entries of a docket.</summary>
public static class EntryNumber
{
    /// <summary>No docket has more entries; a greater number, such as a document's id, counts none.</summary>
    public const int Max = 999_999;

    /// <summary>The number as such: <c>41</c>; null for <c>12-1</c>, <c>Document</c> and whatever else is no whole number from 1 to <see cref="Max"/>.</summary>
    public static int? Of(DocketEntry entry) =>
        entry.Number is { Length: > 0 and <= 6 } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : null;
}
