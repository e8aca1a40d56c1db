namespace Tipstaff.AzureHarness;

/// <summary>The order of versions: none is the oldest; numbers are compared as numbers, all else as text.</summary>
internal static class Versions
{
    public static int Compare(string? one, string? other)
    {
        if (string.IsNullOrWhiteSpace(one) || string.IsNullOrWhiteSpace(other))
            return (string.IsNullOrWhiteSpace(one) ? 0 : 1) - (string.IsNullOrWhiteSpace(other) ? 0 : 1);

        return Version.TryParse(one, out var left) && Version.TryParse(other, out var right)
            ? left.CompareTo(right)
            : string.Compare(one, other, StringComparison.OrdinalIgnoreCase);
    }
}
