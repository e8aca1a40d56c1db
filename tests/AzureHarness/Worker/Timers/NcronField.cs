using System.Globalization;

namespace Tipstaff.AzureHarness;

/// <summary>One field of a schedule: <c>*</c>, a number, <c>1-5</c>, <c>*/15</c>, <c>1-10/2</c>, or a list of these.</summary>
internal sealed class NcronField
{
    private readonly ulong _values;

    private NcronField(ulong values) => _values = values;

    public bool Contains(int value) => (_values & (1UL << value)) != 0;

    public static NcronField Parse(string what, string text, int least, int most, string[] names)
    {
        var values = 0UL;
        foreach (var part in text.Split(','))
        {
            var (range, step) = part.Split('/') switch
            {
                [var whole] => (whole, (int?)null),
                [var whole, var by] when int.TryParse(by, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 =>
                    (whole, (int?)number),
                _ => throw Wrong(what, text),
            };
            var (from, to) = range.Split('-') switch
            {
                ["*"] => (least, most),
                [var one] => (Value(one), step is null ? Value(one) : most),
                [var first, var last] => (Value(first), Value(last)),
                _ => throw Wrong(what, text),
            };
            if (from > to)
            {
                throw Wrong(what, text);
            }

            for (var value = from; value <= to; value += step ?? 1)
            {
                values |= 1UL << value;
            }
        }

        return new NcronField(values);

        int Value(string word)
        {
            var named = Array.FindIndex(names, name => word.StartsWith(name, StringComparison.OrdinalIgnoreCase));
            var value = named >= 0 ? named + least
                : int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
                : throw Wrong(what, text);
            return value >= least && value <= most ? value : throw Wrong(what, text);
        }
    }

    private static FormatException Wrong(string what, string text) => new($"'{text}' is no {what} of a schedule.");
}
