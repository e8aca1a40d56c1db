using Microsoft.Data.Sqlite;

namespace Tipstaff.Local.Storage;

/// <summary>Instants as UTC ticks, so that they come back exactly and compare as numbers.</summary>
internal static class SqliteInstant
{
    public static DateTimeOffset Read(SqliteDataReader reader, int column) => new(reader.GetInt64(column), TimeSpan.Zero);

    public static DateTimeOffset? ReadOrNull(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : Read(reader, column);
}
