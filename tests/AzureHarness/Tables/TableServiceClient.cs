#nullable disable
using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;

namespace Azure.Data.Tables;

/// <summary>The tables of an account.</summary>
public class TableServiceClient
{
    /// <summary>For mocks.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>The tables behind an endpoint.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null) => throw new NotSupportedException();

    /// <summary>The account's name.</summary>
    public virtual string AccountName => throw new NotSupportedException();

    /// <summary>Its address.</summary>
    public virtual Uri Uri => throw new NotSupportedException();

    /// <summary>A client of one table, which need not exist.</summary>
    public virtual TableClient GetTableClient(string tableName) => throw new NotSupportedException();

    /// <summary>Makes a table; 409 if it is there.</summary>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Makes a table unless it is there.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(string tableName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>Drops a table.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    /// <summary>A filter with its values quoted.</summary>
    public static string CreateQueryFilter(FormattableString filter) => throw new NotSupportedException();
}
