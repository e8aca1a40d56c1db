namespace Tipstaff.StoredData;

/// <summary>A kind of stored rows, and the versions of it that this program writes and reads. No version in a row means 1.</summary>
/// <param name="Name">Its name, the same for ever.</param>
/// <param name="Writes">The version of the rows that it writes; 0 while it only reads them.</param>
/// <param name="Reads">The versions that it reads: the present one, the one before while rows of it remain, the next before it is written.</param>
public sealed record StoredKind(string Name, int Writes, params IReadOnlyList<int> Reads)
{
    /// <summary>
    /// Whether rows are read, changed and written whole: code that does not know a field loses it then, so that even an optional field
    /// takes a new version.
    /// </summary>
    public bool IsRewritten { get; init; }

    /// <summary>Whether its rows lie where only code that knows the kind looks, so that it may be new without a word to older code.</summary>
    public bool IsApart { get; init; }

    /// <summary>The newest version that is read.</summary>
    public int Newest => Reads.Max();

    /// <summary>The oldest version that is read.</summary>
    public int Oldest => Reads.Min();
}
