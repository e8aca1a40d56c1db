using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>The circuit breakers of the mail providers in tables, beside the notices that tell of them.</summary>
internal sealed class TableProviderBreakers(TableSet tables, NoticeRows notices, WriteMarks marks) : IProviderBreakers
{
    /// <inheritdoc/>
    public async Task<ProviderBreaker?> FindAsync(string provider, CancellationToken cancellationToken) =>
        await tables.Operators.FindAsync(TableKeys.Operators, TableKeys.Breaker(provider), cancellationToken) is { } row
            ? VersionedRows.Read<ProviderBreaker>(row)
            : null;

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(ProviderBreaker next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        var written = next with { Version = next.Version + 1 };
        var row = VersionedRows.Row(TableKeys.Operators, TableKeys.Breaker(next.Provider), written.Version, written);
        var told = notice is null ? [] : notices.ToUnit(notice).Writes.Select(write => write.Action).ToList();
        var status = await VersionedRows.TryWriteAsync(tables.Operators, row, marks.Next(), told, cancellationToken);

        // 409: the notice is known, and adds nothing.
        return status == 200
            || (status == 409 && told.Count > 0 && await VersionedRows.TryWriteAsync(tables.Operators, row, marks.Next(), [], cancellationToken) == 200);
    }

    /// <inheritdoc/>
    public async Task<bool> TryClaimTrialAsync(TrialClaim claim, CancellationToken cancellationToken)
    {
        var stored = await tables.Operators.FindAsync(TableKeys.Operators, TableKeys.Trial(claim.Provider), cancellationToken);
        if (stored is not null && VersionedRows.Read<TrialClaim>(stored).Bars(claim))
        {
            return false;
        }

        var row = VersionedRows.Row(TableKeys.Operators, TableKeys.Trial(claim.Provider), (stored?.GetInt64("Version") ?? 0) + 1, claim);
        return await VersionedRows.TryWriteAsync(tables.Operators, row, marks.Next(), [], cancellationToken) == 200;
    }
}
