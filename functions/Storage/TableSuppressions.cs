using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Operators;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Storage;

/// <summary>The records of how mail fares in tables: a row in each subscriber's partition.</summary>
/// <remarks>
/// A notice is written with the record and then moved to operators. That this partition may hold one is written down with
/// operators before, as nobody looks through the partitions of all subscribers.
/// </remarks>
internal sealed class TableSuppressions(TableSet tables, NoticeRows notices, WriteMarks marks, ILogger<TableSuppressions> logger) : ISuppressions
{
    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<SubscriberId, AddressRecord>> FindAsync(
        IReadOnlyCollection<SubscriberId> subscribers, CancellationToken cancellationToken)
    {
        var rows = await Bounded.RunAsync(
            [.. subscribers.Distinct()], subscriber => tables.Subscribers.FindAsync(subscriber.Value, TableKeys.Address, cancellationToken));
        return rows.OfType<TableEntity>().Select(VersionedRows.Read<AddressRecord>).ToDictionary(record => record.Subscriber);
    }

    /// <inheritdoc/>
    public async Task<bool> TryWriteAsync(AddressRecord next, OperatorNotice? notice, CancellationToken cancellationToken)
    {
        var partition = next.Subscriber.Value;
        var written = next with { Version = next.Version + 1 };
        var row = VersionedRows.Row(partition, TableKeys.Address, written.Version, written);
        if (notice is null)
        {
            return await VersionedRows.TryWriteAsync(tables.Subscribers, row, marks.Next(), [], cancellationToken) == 200;
        }

        await tables.Operators.UpsertEntityAsync(
            TableCalls.NewRow(TableKeys.Operators, TableKeys.NoticesOf(next.Subscriber)), TableUpdateMode.Replace, cancellationToken);
        var told = new TableTransactionAction(TableTransactionActionType.UpsertReplace, NoticeRows.OnItsWay(partition, notice));
        if (await VersionedRows.TryWriteAsync(tables.Subscribers, row, marks.Next(), [told], cancellationToken) != 200)
        {
            return false;
        }

        await notices.TryMoveAsync(tables.Subscribers, partition, [notice], logger, cancellationToken);
        return true;
    }
}
