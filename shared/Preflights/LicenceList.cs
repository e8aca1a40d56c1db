using System.Text.RegularExpressions;

namespace Tipstaff.Preflights;

/// <summary>The licences under which a package may be built in.</summary>
/// <param name="Allowed">Their SPDX ids.</param>
/// <param name="Packages">Packages that a person has looked at, whatever their metadata say.</param>
public sealed partial record LicenceList(IReadOnlySet<string> Allowed, IReadOnlySet<string> Packages)
{
    // MIT; Apache-2.0 WITH LLVM-exception
    [GeneratedRegex(@"\G\s*(?<part>\(|\)|[^\s()]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part { get; }

    /// <summary>Reads lines: an SPDX id, or <c>package ID REASON</c>; <c>#</c> begins a remark.</summary>
    /// <exception cref="FormatException">A line is none; the message says which.</exception>
    public static LicenceList Read(IEnumerable<string> lines)
    {
        var (allowed, packages) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var (number, line) in lines.Index())
        {
            var words = line.Split('#')[0].Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
            _ = words switch
            {
                [] => false,
                ["package", var id, _] => packages.Add(id),
                [not "package", ..] => allowed.Add(string.Join(' ', words)),
                _ => throw new FormatException($"line {number + 1} gives no reason: write 'package ID REASON'."),
            };
        }

        return new LicenceList(allowed, packages);
    }

    /// <summary>Whether an SPDX expression is met by the list: of alternatives one is enough, of licences that hold together each counts.</summary>
    public bool Allows(string expression)
    {
        var parts = new Queue<string>(Part.Matches(expression).Select(match => match.Groups["part"].Value));
        return parts.Count > 0 && Any(parts) && parts.Count == 0;
    }

    private bool Any(Queue<string> parts)
    {
        var isAllowed = Every(parts);
        while (parts.TryPeek(out var part) && part.Equals("OR", StringComparison.OrdinalIgnoreCase))
        {
            parts.Dequeue();
            isAllowed |= Every(parts);
        }

        return isAllowed;
    }

    private bool Every(Queue<string> parts)
    {
        var isAllowed = One(parts);
        while (parts.TryPeek(out var part) && part.Equals("AND", StringComparison.OrdinalIgnoreCase))
        {
            parts.Dequeue();
            isAllowed &= One(parts);
        }

        return isAllowed;
    }

    private bool One(Queue<string> parts)
    {
        if (!parts.TryDequeue(out var id))
        {
            return false;
        }

        if (id == "(")
        {
            var isAllowed = Any(parts);
            return parts.TryDequeue(out var end) && end == ")" && isAllowed;
        }

        if (parts.TryPeek(out var with) && with.Equals("WITH", StringComparison.OrdinalIgnoreCase))
        {
            parts.Dequeue();
            return parts.TryDequeue(out var exception) && Allowed.Contains($"{id} WITH {exception}");
        }

        return Allowed.Contains(id);
    }
}
