using Azure;
using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>What the table service refuses, in its words.</summary>
internal static class TableFailures
{
    public static RequestFailedException EntityAlreadyExists => Of(409, "EntityAlreadyExists", "The specified entity already exists.");

    public static RequestFailedException TableAlreadyExists => Of(409, "TableAlreadyExists", "The table specified already exists.");

    public static RequestFailedException TableNotFound => Of(404, "TableNotFound", "The table specified does not exist.");

    public static RequestFailedException ResourceNotFound => Of(404, "ResourceNotFound", "The specified resource does not exist.");

    public static RequestFailedException UpdateConditionNotSatisfied =>
        Of(412, "UpdateConditionNotSatisfied", "The update condition specified in the request was not satisfied.");

    public static RequestFailedException InvalidInput(string message) => Of(400, "InvalidInput", message);

    public static RequestFailedException OutOfRangeInput => Of(400, "OutOfRangeInput", "One of the request inputs is out of range.");

    public static RequestFailedException Of(int status, string code, string message) => new(status, message, code, innerException: null);

    /// <summary>The refusal of a transaction for one of its writes.</summary>
    public static TableTransactionFailedException InTransaction(int index, RequestFailedException error) =>
        InTransaction(index, error.Status, error.ErrorCode ?? "", $"{index}:{error.Message}");

    /// <summary>The refusal of a transaction; the index is null when it is not about one of its writes.</summary>
    public static TableTransactionFailedException InTransaction(int? index, int status, string code, string message)
    {
        var error = Of(status, code, message);
        if (index is { } write)
            error.Data[TableTransactionFailedException.IndexName] = write;
        return new TableTransactionFailedException(error);
    }
}
