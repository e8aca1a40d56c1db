#nullable disable
using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using Tipstaff.AzureHarness;

namespace Azure.Data.Tables;

/// <summary>The tables of an account.</summary>
public class TableServiceClient
{
    private readonly ITableBackend _backend;

    /// <summary>For mocks.</summary>
    protected TableServiceClient()
    {
    }

    /// <summary>The tables behind an endpoint.</summary>
    public TableServiceClient(Uri endpoint, TokenCredential tokenCredential, TableClientOptions options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(tokenCredential);
        var backend = TableServers.BackendOf(endpoint);
        (Uri, AccountName, _backend) = (endpoint, AccountOf(endpoint), options is null ? backend : new PipelinedBackend(backend, options));
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName { get; }

    /// <summary>Its address.</summary>
    public virtual Uri Uri { get; }

    /// <summary>A client of one table, which need not exist.</summary>
    public virtual TableClient GetTableClient(string tableName) => new(Uri, tableName, _backend);

    /// <summary>Makes a table; 409 if it is there.</summary>
    public virtual Task<Response<TableItem>> CreateTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateAsync(cancellationToken);

    /// <summary>Makes a table unless it is there.</summary>
    public virtual Task<Response<TableItem>> CreateTableIfNotExistsAsync(
        string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).CreateIfNotExistsAsync(cancellationToken);

    /// <summary>Drops a table; a missing one is an answer of status 404.</summary>
    public virtual Task<Response> DeleteTableAsync(string tableName, CancellationToken cancellationToken = default) =>
        GetTableClient(tableName).DeleteAsync(cancellationToken);

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        string filter = null, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        new TablePageable<string, TableItem>(
            (next, top, cancelled) => _backend.QueryTablesAsync(filter, top, next, cancelled),
            name => new TableItem(name),
            maxPerPage,
            cancellationToken);

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        FormattableString filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(CreateQueryFilter(filter), maxPerPage, cancellationToken);

    /// <summary>The tables that fit a filter.</summary>
    public virtual AsyncPageable<TableItem> QueryAsync(
        Expression<Func<TableItem, bool>> filter, int? maxPerPage = null, CancellationToken cancellationToken = default) =>
        QueryAsync(FilterExpression.Of(filter), maxPerPage, cancellationToken);

    /// <summary>A filter with its values quoted.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterLiteral.Of(filter);

    internal static string AccountOf(Uri endpoint) => endpoint.Segments is [_, var account, ..]
        ? account.Trim('/')
        : endpoint.Host.Split('.', 2)[0];
}
