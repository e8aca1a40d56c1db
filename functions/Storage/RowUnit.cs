using Azure.Data.Tables;

namespace Tipstaff.Functions.Storage;

/// <summary>What is done with a row.</summary>
internal enum RowWriteKind
{
    /// <summary>It must be new.</summary>
    Add,

    /// <summary>It is written, whatever was there.</summary>
    Put,

    /// <summary>It is there and goes.</summary>
    Delete,
}

/// <summary>One write.</summary>
internal sealed record RowWrite(RowWriteKind Kind, TableEntity Row)
{
    public TableTransactionAction Action => Kind switch
    {
        RowWriteKind.Add => new(TableTransactionActionType.Add, Row),
        RowWriteKind.Put => new(TableTransactionActionType.UpsertReplace, Row),
        _ => new(TableTransactionActionType.Delete, Row, Azure.ETag.All),
    };

    /// <summary>About how many bytes it takes in a transaction, rather too many.</summary>
    public int Bytes => 700 + Row.Sum(value => value.Key.Length + 40 + value.Value switch
    {
        string text => text.Sum(character => character is '"' or '\\' or > '~' or < ' ' ? 6 : 1),
        byte[] bytes => bytes.Length * 4 / 3,
        _ => 24,
    });
}

/// <summary>Writes of one partition that go together. Where the first adds a row that is there already, the whole unit is done.</summary>
internal sealed record RowUnit(IReadOnlyList<RowWrite> Writes)
{
    public RowUnit(RowWriteKind kind, TableEntity row)
        : this([new(kind, row)])
    {
    }

    /// <summary>The row that says whether the unit was done before; null for a unit that is done in any case.</summary>
    public string? Lead => Writes[0].Kind is RowWriteKind.Add ? Writes[0].Row.RowKey : null;
}
