using Azure.Data.Tables;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>The notices for operators in tables.</summary>
/// <remarks>The mail that tells them lies in their partition, so that marking them told and adding it is one transaction.</remarks>
internal sealed class TableOperatorNotices(TableSet tables, NoticeRows rows, Whereabouts whereabouts, WriteMarks marks) : IOperatorNotices
{
    // The rows of a message need some of a transaction's 100.
    private const int MaxTold = 90;

    /// <inheritdoc/>
    public Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken) => rows.AddAsync(notices, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OperatorNotice>> FindUntoldAsync(int max, CancellationToken cancellationToken) =>
        (await tables.Operators.ListAsync(TableKeys.Operators, KeyRange.Of("a|"), cancellationToken, max)).ConvertAll(NoticeRows.Read);

    /// <inheritdoc/>
    public async Task<bool> TryMarkToldAsync(IReadOnlyCollection<string> ids, OutboxMessage? message, CancellationToken cancellationToken)
    {
        if (ids.Count > MaxTold)
        {
            throw new ArgumentException($"One transaction marks {MaxTold} notices at most.", nameof(ids));
        }

        var wanted = ids.ToHashSet(StringComparer.Ordinal);
        var untold = (await tables.Operators.ListAsync(TableKeys.Operators, KeyRange.Of("a|"), cancellationToken))
            .FindAll(row => wanted.Contains(row.RowKey.Split('|')[2]));
        if (untold.Count != ids.Count)
        {
            return false;
        }

        // Deleting what somebody else has deleted fails the transaction.
        List<TableTransactionAction> told = [.. untold.Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, Azure.ETag.All))];
        var added = message is null ? null : MessageRow.Of(message, TableKeys.Operators, marks.NextMoment()).ToUnit();
        if (message is not null)
        {
            whereabouts.Note(message.Key, TableKeys.Operators);
        }

        var written = await SubmitAsync([.. told, .. added?.Writes.Select(write => write.Action) ?? []], cancellationToken);
        return written.IsDone
            || (written.Status == 409 && (await SubmitAsync(told, cancellationToken)).IsDone);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OperatorNotice>> NewestAsync(int max, CancellationToken cancellationToken) =>
        (await tables.Operators.ListAsync(TableKeys.Operators, KeyRange.Of("n|"), cancellationToken, max)).ConvertAll(NoticeRows.Read);

    private async Task<Written> SubmitAsync(IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken) =>
        actions.Count == 0 ? new(200, null, []) : await tables.Operators.TrySubmitAsync(actions, cancellationToken);
}
