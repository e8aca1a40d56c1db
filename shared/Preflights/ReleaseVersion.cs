using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Tipstaff.Preflights;

/// <summary>The version of a release, <c>NUMBER+COMMIT</c>, as the artifact and <c>/health</c> bear it.</summary>
/// <param name="Number">The number of the build.</param>
/// <param name="Commit">The commit, 40 hexadecimal digits.</param>
/// <remarks><see cref="AppVersion"/> reads what programs say of themselves; this is what may be deployed.</remarks>
public sealed partial record ReleaseVersion(string Number, string Commit)
{
    // 20261121.3+2c26b46b68ffc68ff99b453c1d30413413422d70
    [GeneratedRegex(@"^(?<number>[0-9A-Za-z.-]{1,60})\+(?<commit>[0-9a-f]{40})$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern { get; }

    /// <summary>Reads a version; false for what is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out ReleaseVersion? version)
    {
        var match = Pattern.Match((text ?? "").Trim());
        version = match.Success ? new ReleaseVersion(match.Groups["number"].Value, match.Groups["commit"].Value) : null;
        return version is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Number}+{Commit}";
}
