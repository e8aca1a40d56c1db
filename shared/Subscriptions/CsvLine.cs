using System.Text;

namespace Tipstaff.Subscriptions;

/// <summary>Takes one line of CSV (RFC 4180) apart. No field of ours holds a line break, so that a line is read without its neighbours.</summary>
internal static class CsvLine
{
    /// <summary>The line's fields as they stand between the commas, or null and one sentence on what is wrong.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="trouble">The sentence; null on success. Nothing of the line is repeated in it.</param>
    public static IReadOnlyList<string>? Read(string line, out string? trouble)
    {
        var fields = new List<string>(ImportLine.Columns.Count);
        trouble = line.Any(c => char.IsControl(c) && c != '\t')
            ? "It holds a control character: leave it out, and end each line with a line feed."
            : null;
        for (var at = 0; trouble is null && at <= line.Length; at++)
        {
            fields.Add(at < line.Length && line[at] == '"' ? Quoted(line, ref at, out trouble) : Plain(line, ref at, out trouble));
        }

        return trouble is null ? fields : null;
    }

    // nysd,  -->  nysd
    private static string Plain(string line, ref int at, out string? trouble)
    {
        var start = at;
        at = line.IndexOf(',', start);
        at = at < 0 ? line.Length : at;
        var field = line[start..at];
        trouble = field.Contains('"', StringComparison.Ordinal)
            ? "A quote stands inside a field that does not begin with one: put quotes around the whole field and double those within."
            : null;
        return field;
    }

    // "Doe ""Dee"" Roe",  -->  Doe "Dee" Roe
    private static string Quoted(string line, ref int at, out string? trouble)
    {
        var field = new StringBuilder();
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append(line[at++]);
            }
            else
            {
                at++;
                trouble = at == line.Length || line[at] == ',' ? null : "Something stands behind the closing quote of a field: double a quote within quotes.";
                return field.ToString();
            }
        }

        trouble = "Its quotes do not close: double a quote within quotes, and end each field with one.";
        return "";
    }
}
