using Tipstaff.Canaries;

namespace Tipstaff.Functions.Storage;

/// <summary>The canary's row in tables, beside what operators are told.</summary>
internal sealed class TableCanaryLog(TableSet tables, WriteMarks marks) : ICanaryLog
{
    /// <inheritdoc/>
    public async Task<CanaryRecord?> FindAsync(CancellationToken cancellationToken) =>
        await tables.Operators.FindAsync(TableKeys.Operators, TableKeys.Canary, cancellationToken) is { } row ? VersionedRows.Read<CanaryRecord>(row) : null;

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(CanaryRecord next, CancellationToken cancellationToken)
    {
        var written = next with { Version = next.Version + 1 };
        var row = VersionedRows.Row(TableKeys.Operators, TableKeys.Canary, written.Version, written);
        return await VersionedRows.TryWriteAsync(tables.Operators, row, marks.Next(), [], cancellationToken) == 200;
    }
}
