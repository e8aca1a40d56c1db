namespace Tipstaff.Signatures;

/// <summary>The header fields of one message, by name without regard to case.</summary>
public sealed class FieldSection
{
    private readonly Dictionary<string, List<string>> _lines = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the field lines of a message.</summary>
    /// <param name="lines">Names and values in the order of the message; a name that comes on several lines comes several times.</param>
    public FieldSection(IEnumerable<KeyValuePair<string, string>> lines)
    {
        foreach (var (name, value) in lines)
        {
            if (!_lines.TryGetValue(name, out var values))
            {
                _lines.Add(name, values = []);
            }

            values.Add(value);
        }
    }

    /// <summary>A field's value as signatures see it: each line trimmed and unfolded, several lines joined by a comma and a space.</summary>
    /// <param name="name">The field's name.</param>
    /// <returns>Null when the message has no such field.</returns>
    /// <remarks>Source: RFC 9421, section 2.1.</remarks>
    public string? Combined(string name) =>
        _lines.TryGetValue(name, out var values) ? string.Join(", ", values.Select(Unfolded)) : null;

    // A line break without white space behind it is no fold: it stays, and the signature base refuses it.
    private static string Unfolded(string line)
    {
        var parts = line.Split("\r\n");
        return parts.Skip(1).All(part => part is [' ' or '\t', ..])
            ? string.Join(' ', parts.Select(part => part.Trim(' ', '\t'))).Trim(' ')
            : line;
    }
}
