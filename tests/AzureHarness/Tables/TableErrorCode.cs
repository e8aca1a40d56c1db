#nullable disable
namespace Azure.Data.Tables.Models;

/// <summary>What the service calls its refusals.</summary>
public readonly struct TableErrorCode(string value) : IEquatable<TableErrorCode>
{
    private readonly string _value = value;

    /// <summary>A transaction over several partitions.</summary>
    public static TableErrorCode CommandsInBatchActOnDifferentPartitions => new("CommandsInBatchActOnDifferentPartitions");

    /// <summary>An added row is there already.</summary>
    public static TableErrorCode EntityAlreadyExists => new("EntityAlreadyExists");

    /// <summary>More than 1 MiB.</summary>
    public static TableErrorCode EntityTooLarge => new("EntityTooLarge");

    /// <summary>A transaction with a row twice.</summary>
    public static TableErrorCode InvalidDuplicateRow => new("InvalidDuplicateRow");

    /// <summary>Something about the request.</summary>
    public static TableErrorCode InvalidInput => new("InvalidInput");

    /// <summary>A key of more than 1,024 characters.</summary>
    public static TableErrorCode KeyValueTooLarge => new("KeyValueTooLarge");

    /// <summary>The service took too long.</summary>
    public static TableErrorCode OperationTimedOut => new("OperationTimedOut");

    /// <summary>A key with a character that keys may not have.</summary>
    public static TableErrorCode OutOfRangeInput => new("OutOfRangeInput");

    /// <summary>A property's name is no name.</summary>
    public static TableErrorCode PropertyNameInvalid => new("PropertyNameInvalid");

    /// <summary>A name of more than 255 characters.</summary>
    public static TableErrorCode PropertyNameTooLong => new("PropertyNameTooLong");

    /// <summary>A property of more than 64 KiB.</summary>
    public static TableErrorCode PropertyValueTooLarge => new("PropertyValueTooLarge");

    /// <summary>No such row.</summary>
    public static TableErrorCode ResourceNotFound => new("ResourceNotFound");

    /// <summary>The table is there already.</summary>
    public static TableErrorCode TableAlreadyExists => new("TableAlreadyExists");

    /// <summary>The table is going.</summary>
    public static TableErrorCode TableBeingDeleted => new("TableBeingDeleted");

    /// <summary>No such table.</summary>
    public static TableErrorCode TableNotFound => new("TableNotFound");

    /// <summary>More than 252 properties besides the service's own.</summary>
    public static TableErrorCode TooManyProperties => new("TooManyProperties");

    /// <summary>The row is of another version than expected.</summary>
    public static TableErrorCode UpdateConditionNotSatisfied => new("UpdateConditionNotSatisfied");

    /// <summary>A code by its name.</summary>
    public static implicit operator TableErrorCode(string value) => new(value);

    /// <summary>The same code.</summary>
    public static bool operator ==(TableErrorCode left, TableErrorCode right) => left.Equals(right);

    /// <summary>Another code.</summary>
    public static bool operator !=(TableErrorCode left, TableErrorCode right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TableErrorCode other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is TableErrorCode other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(_value);

    /// <inheritdoc/>
    public override string ToString() => _value;
}

/// <summary>A table, in a list of them.</summary>
public class TableItem(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}
