namespace Tipstaff.Functions.Storage;

/// <summary>A stored row cannot be used as it is; the message is one sentence that names the row and the remedy.</summary>
internal class StorageException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The fault of a row that this version does not understand.</summary>
    public static StorageException Damaged(string place, Exception cause) => new(
        $"The row {place} is damaged, or was written by another version of Tipstaff: restore the table from a backup, or deploy that version.", cause);

    /// <summary>The fault of a row that was to be migrated and was not.</summary>
    public static StorageException Older(string place, int version) => new(
        $"The row {place} is of version {version}, which this Tipstaff reads no more: deploy the version before, migrate, and deploy this one again.");
}

/// <summary>A row that a newer Tipstaff wrote: it is left as it is, and tried again later or by who understands it.</summary>
internal sealed class NewerRowException(string place, int version) : StorageException(
    $"The row {place} is of version {version} and was written by a newer Tipstaff: deploy that version; nothing was overwritten.");
