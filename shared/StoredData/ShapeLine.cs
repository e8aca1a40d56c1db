namespace Tipstaff.StoredData;

/// <summary>One line of a kind's shape: a field of a stored record, a property of a table's rows, a column.</summary>
/// <param name="Owner">Whose it is: <c>json:Alert</c>, <c>table:dockets:o</c>, <c>sqlite:outbox</c>.</param>
/// <param name="Field">Its name; of an enumeration a member, of a family of records the word that says which one it is.</param>
/// <param name="Type">What stands there; <c>member</c> of an enumeration.</param>
/// <param name="IsOptional">Whether it may be missing.</param>
public sealed record ShapeLine(string Owner, string Field, string Type, bool IsOptional)
{
    /// <summary>Reads a line as the manifest has it: <c>json:Alert/webhook WebhookUrl?</c>.</summary>
    /// <exception cref="FormatException">Thrown when it is none.</exception>
    public static ShapeLine Parse(string line)
    {
        var (slash, space) = (line.IndexOf('/', StringComparison.Ordinal), line.IndexOf(' ', StringComparison.Ordinal));
        if (slash <= 0 || space <= slash + 1 || space == line.Length - 1)
        {
            throw new FormatException($"'{line}' is no line of a stored shape: OWNER/FIELD TYPE is.");
        }

        var isOptional = line.EndsWith('?');
        return new(line[..slash], line[(slash + 1)..space], isOptional ? line[(space + 1)..^1] : line[(space + 1)..], isOptional);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Owner}/{Field} {Type}{(IsOptional ? "?" : "")}";
}
