namespace Tipstaff.Functions.Storage;

/// <summary>A stored row cannot be used as it is; the message is one sentence that names the row and the remedy.</summary>
internal sealed class StorageException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The fault of a row that this version does not understand.</summary>
    public static StorageException Damaged(string place, Exception cause) => new(
        $"The row {place} is damaged, or was written by another version of Tipstaff: restore the table from a backup, or deploy that version.", cause);

    /// <summary>The fault of a row that a newer version wrote.</summary>
    public static StorageException Newer(string place, int version) => new(
        $"The row {place} is of version {version} and was written by a newer Tipstaff: deploy that version; nothing was overwritten.");
}
