using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>The rows of a notice for operators, and its way there from the partition where it was written with what it tells of.</summary>
/// <remarks>
/// A step of another partition leaves the notice there, under <c>~n</c>, and moves it at once. A crash in between leaves it to the
/// sweep; moving it twice adds nothing, as its id is known.
/// </remarks>
internal sealed class NoticeRows(TableSet tables, WriteMarks marks)
{
    private const string Json = "Json";

    /// <summary>The row that a step of another partition writes.</summary>
    public static TableEntity OnItsWay(string partition, OperatorNotice notice) => Row(partition, TableKeys.NoticeOnItsWay(notice.Id), notice);

    /// <summary>The notice in a row.</summary>
    public static OperatorNotice Read(TableEntity row) => StoredJson.Read<OperatorNotice>(row.GetString(Json) ?? "null", $"{row.PartitionKey} {row.RowKey}");

    /// <summary>The rows of a notice that operators are to be told; the first says whether it is known.</summary>
    public RowUnit ToUnit(OperatorNotice notice)
    {
        var added = marks.NextMoment();
        return new RowUnit(
        [
            new(RowWriteKind.Add, TableCalls.NewRow(TableKeys.Operators, TableKeys.NoticeKnown(notice.Id))),
            new(RowWriteKind.Put, Row(TableKeys.Operators, TableKeys.NoticeOrder(added, notice.Id), notice)),
            new(RowWriteKind.Put, Row(TableKeys.Operators, TableKeys.NoticeUntold(added, notice.Id), notice)),
        ]);
    }

    /// <summary>Adds notices; a known id adds nothing.</summary>
    public async Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken)
    {
        // One by one, in their order: news for operators is rare.
        foreach (var notice in notices)
        {
            await tables.Operators.TrySubmitAsync([.. ToUnit(notice).Writes.Select(write => write.Action)], cancellationToken);
        }
    }

    /// <summary>Moves notices that a step of another partition has written; what fails is left to the sweep.</summary>
    public async Task TryMoveAsync(TableClient table, string partition, IReadOnlyCollection<OperatorNotice> notices, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await MoveAsync(table, partition, notices, cancellationToken);
        }
        catch (RequestFailedException fault)
        {
            logger.LeftToTheSweep(partition, fault);
        }
    }

    /// <inheritdoc cref="TryMoveAsync(TableClient, string, IReadOnlyCollection{OperatorNotice}, ILogger, CancellationToken)"/>
    public Task TryMoveAsync(string partition, OperatorNotice? notice, ILogger logger, CancellationToken cancellationToken) =>
        notice is null ? Task.CompletedTask : TryMoveAsync(tables.OfMessages(partition), partition, [notice], logger, cancellationToken);

    /// <summary>Moves notices that a step of another partition has written.</summary>
    public async Task MoveAsync(TableClient table, string partition, IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken)
    {
        await AddAsync(notices, cancellationToken);
        foreach (var notice in notices)
        {
            await table.DeleteEntityAsync(partition, TableKeys.NoticeOnItsWay(notice.Id), ETag.All, cancellationToken);
        }
    }

    private static TableEntity Row(string partition, string key, OperatorNotice notice)
    {
        var row = TableCalls.NewRow(partition, key);
        row[Json] = StoredJson.Write(notice);
        return row;
    }
}
