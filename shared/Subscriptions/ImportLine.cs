using System.Globalization;

namespace Tipstaff.Subscriptions;

/// <summary>One line of a list of confirmed subscriptions from another system.</summary>
/// <param name="Request">Who follows what.</param>
/// <param name="ConfirmedAt">When it was confirmed there, UTC; null: now.</param>
public sealed record ImportLine(FollowRequest Request, DateTimeOffset? ConfirmedAt)
{
    /// <summary>The columns, in order.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["email", "court", "docket_number", "query", "cadence", "confirmed_at"];

    /// <summary>Whether a line names <see cref="Columns"/> in their order, all or the first of them, and says nothing else.</summary>
    public static bool NamesColumns(string line) =>
        CsvLine.Read(line, out _) is { } names
        && names.Select(name => name.Trim()).SequenceEqual(Columns.Take(names.Count), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a line of CSV, or says in one sentence what is wrong and how to mend it. No address is repeated in it.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="now">The present moment, UTC: nothing is confirmed in the future.</param>
    /// <param name="trouble">The sentence; null on success.</param>
    public static ImportLine? Read(string line, DateTimeOffset now, out string? trouble) =>
        CsvLine.Read(line, out trouble) is { } fields ? Read(fields, now, out trouble) : null;

    /// <summary>Reads a line's fields, or says in one sentence what is wrong and how to mend it. No address is repeated in it.</summary>
    /// <param name="fields">Its fields, in the order of <see cref="Columns"/>; missing ones at the end are empty.</param>
    /// <param name="now">The present moment, UTC: nothing is confirmed in the future.</param>
    /// <param name="trouble">The sentence; null on success.</param>
    public static ImportLine? Read(IReadOnlyList<string> fields, DateTimeOffset now, out string? trouble)
    {
        if (fields.Count > Columns.Count)
        {
            trouble = $"It has {fields.Count} fields where {Columns.Count} are known ({string.Join(',', Columns)}): put quotes around a field that holds a comma.";
            return null;
        }

        var typed = new FollowFields { Email = Field(0), Court = Field(1), DocketNumber = NullIfEmpty(Field(2)), Query = Field(3), Cadence = Field(4) };
        var request = FollowRequest.Read(typed, out var errors);
        trouble = errors.Count > 0 ? errors.Values.First() : null;

        DateTimeOffset? confirmedAt = null;
        if (trouble is null && Field(5).Length > 0)
        {
            trouble = !DateTimeOffset.TryParse(Field(5), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
                ? $"Its confirmed_at '{Shown(Field(5))}' is no time: write it like 2026-03-02T14:00:00Z, or leave it empty for now."
                : moment > now ? $"Its confirmed_at '{Shown(Field(5))}' lies in the future: write when it was confirmed, or leave it empty for now."
                : null;
            confirmedAt = moment;
        }

        return trouble is null ? new ImportLine(request!, confirmedAt) : null;

        string Field(int index) => index < fields.Count ? fields[index].Trim() : "";
    }

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static string Shown(string text) =>
        new([.. text.Take(30).Select(c => char.IsControl(c) ? ' ' : c)]);
}
