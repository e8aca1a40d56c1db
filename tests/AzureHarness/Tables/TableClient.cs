#nullable disable
using System.Linq.Expressions;
using Azure.Core;
using Azure.Data.Tables.Models;
using Tipstaff.AzureHarness;

namespace Azure.Data.Tables;

/// <summary>One table.</summary>
public class TableClient
{
    private const int NotFound = 404;
    private const int Done = 204;
    private readonly ITableBackend _backend;

    /// <summary>For mocks.</summary>
    protected TableClient()
    {
    }

    /// <summary>A table of an account.</summary>
    public TableClient(Uri endpoint, string tableName, TokenCredential tokenCredential, TableClientOptions options = null)
        : this(endpoint, tableName, TableServers.BackendOf(endpoint))
    {
        ArgumentNullException.ThrowIfNull(tokenCredential);
        _ = options;
    }

    internal TableClient(Uri endpoint, string tableName, ITableBackend backend)
    {
        ArgumentException.ThrowIfNullOrEmpty(tableName);
        Name = tableName;
        AccountName = TableServiceClient.AccountOf(endpoint);
        Uri = new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/{tableName}");
        _backend = backend;
    }

    /// <summary>Its name.</summary>
    public virtual string Name { get; }

    /// <summary>The account's name.</summary>
    public virtual string AccountName { get; }

    /// <summary>Its address.</summary>
    public virtual Uri Uri { get; }

    /// <summary>Makes the table; 409 if it is there.</summary>
    public virtual async Task<Response<TableItem>> CreateAsync(CancellationToken cancellationToken = default)
    {
        await _backend.CreateTableAsync(Name, cancellationToken);
        return Response.FromValue(new TableItem(Name), new CloudResponse(Done));
    }

    /// <summary>Makes the table unless it is there.</summary>
    public virtual async Task<Response<TableItem>> CreateIfNotExistsAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            return await CreateAsync(cancellationToken);
        }
        catch (RequestFailedException error) when (error.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
            return Response.FromValue(new TableItem(Name), new CloudResponse(error.Status));
        }
    }

    /// <summary>Drops the table; a missing one is an answer of status 404.</summary>
    public virtual async Task<Response> DeleteAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _backend.DeleteTableAsync(Name, cancellationToken);
            return new CloudResponse(Done);
        }
        catch (RequestFailedException error) when (error.Status == NotFound)
        {
            return new CloudResponse(NotFound);
        }
    }

    /// <summary>Adds a row; 409 if it is there.</summary>
    public virtual Task<Response> AddEntityAsync<T>(T entity, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync(TableTransactionActionType.Add, entity, default, cancellationToken);

    /// <summary>A row; 404 if it is not there.</summary>
    public virtual async Task<Response<T>> GetEntityAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        Demand(partitionKey, rowKey);
        var row = await _backend.FindAsync(Name, partitionKey, rowKey, select?.ToArray(), cancellationToken)
            ?? throw TableFailures.ResourceNotFound;
        return Response.FromValue(EntityBinder.Entity<T>(row), CloudResponse.Tagged(200, row.Tag));
    }

    /// <summary>A row, or none.</summary>
    public virtual async Task<NullableResponse<T>> GetEntityIfExistsAsync<T>(
        string partitionKey, string rowKey, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        Demand(partitionKey, rowKey);
        try
        {
            return await _backend.FindAsync(Name, partitionKey, rowKey, select?.ToArray(), cancellationToken) is { } row
                ? Response.FromValue(EntityBinder.Entity<T>(row), CloudResponse.Tagged(200, row.Tag))
                : new NoResponse<T>();
        }
        catch (RequestFailedException error) when (error.ErrorCode == TableErrorCode.TableNotFound)
        {
            return new NoResponse<T>();
        }
    }

    /// <summary>Changes a row; 404 if it is not there, 412 if it is of another version.</summary>
    public virtual Task<Response> UpdateEntityAsync<T>(
        T entity, ETag ifMatch, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => ifMatch == default
        ? throw new ArgumentException("Value cannot be an empty structure.", nameof(ifMatch))
        : WriteAsync(
            mode is TableUpdateMode.Merge ? TableTransactionActionType.UpdateMerge : TableTransactionActionType.UpdateReplace,
            entity,
            ifMatch,
            cancellationToken);

    /// <summary>Adds or changes a row.</summary>
    public virtual Task<Response> UpsertEntityAsync<T>(
        T entity, TableUpdateMode mode = TableUpdateMode.Merge, CancellationToken cancellationToken = default)
        where T : ITableEntity => WriteAsync(
        mode is TableUpdateMode.Merge ? TableTransactionActionType.UpsertMerge : TableTransactionActionType.UpsertReplace,
        entity,
        default,
        cancellationToken);

    /// <summary>Drops a row of any version, or of the one expected; a missing row is an answer of status 404.</summary>
    public virtual async Task<Response> DeleteEntityAsync(
        string partitionKey, string rowKey, ETag ifMatch = default, CancellationToken cancellationToken = default)
    {
        Demand(partitionKey, rowKey);
        try
        {
            await _backend.WriteAsync(Name, TableWrites.Delete(partitionKey, rowKey, ifMatch), cancellationToken);
            return new CloudResponse(Done);
        }
        catch (RequestFailedException error) when (error.Status == NotFound)
        {
            return new CloudResponse(NotFound);
        }
    }

    /// <summary>Drops a row of any version, or of the one expected; a missing row is an answer of status 404.</summary>
    public virtual Task<Response> DeleteEntityAsync(
        ITableEntity entity, ETag ifMatch = default, CancellationToken cancellationToken = default) =>
        DeleteEntityAsync(entity.PartitionKey, entity.RowKey, ifMatch, cancellationToken);

    /// <summary>The rows that fit a filter, in the order of their keys.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(
        Expression<Func<T, bool>> filter,
        int? maxPerPage = null,
        IEnumerable<string> select = null,
        CancellationToken cancellationToken = default)
        where T : class, ITableEntity => QueryAsync<T>(CreateQueryFilter(filter), maxPerPage, select, cancellationToken);

    /// <summary>The rows that fit a filter, in the order of their keys.</summary>
    public virtual AsyncPageable<T> QueryAsync<T>(
        string filter = null, int? maxPerPage = null, IEnumerable<string> select = null, CancellationToken cancellationToken = default)
        where T : class, ITableEntity
    {
        var names = select?.ToArray();
        return new TablePageable<TableRow, T>(
            (next, top, cancelled) => _backend.QueryAsync(Name, filter, top, names, next, cancelled),
            EntityBinder.Entity<T>,
            maxPerPage,
            cancellationToken);
    }

    /// <summary>Writes to one partition, all or none.</summary>
    public virtual async Task<Response<IReadOnlyList<Response>>> SubmitTransactionAsync(
        IEnumerable<TableTransactionAction> transactionActions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(transactionActions);
        var writes = transactionActions.Select(TableWrites.Of).ToArray();
        if (writes.Length == 0)
            throw new InvalidOperationException("Transaction contains no operations.");
        var tags = await _backend.TransactAsync(Name, writes, cancellationToken);
        return Response.FromValue<IReadOnlyList<Response>>([.. tags.Select(Answer)], new CloudResponse(202));
    }

    /// <summary>A filter with its values quoted.</summary>
    public static string CreateQueryFilter(FormattableString filter) => FilterLiteral.Of(filter);

    /// <summary>A filter of a condition.</summary>
    public static string CreateQueryFilter<T>(Expression<Func<T, bool>> filter) => FilterExpression.Of(filter);

    private static CloudResponse Answer(string tag) => tag is null ? new CloudResponse(Done) : CloudResponse.Tagged(Done, tag);

    private static void Demand(string partitionKey, string rowKey)
    {
        ArgumentNullException.ThrowIfNull(partitionKey);
        ArgumentNullException.ThrowIfNull(rowKey);
    }

    private async Task<Response> WriteAsync(
        TableTransactionActionType action, ITableEntity entity, ETag tag, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entity);
        Demand(entity.PartitionKey, entity.RowKey);
        return Answer(await _backend.WriteAsync(Name, TableWrites.Of(action, entity, tag), cancellationToken));
    }

    private sealed class NoResponse<T> : NullableResponse<T>
    {
        public override bool HasValue => false;

        public override T Value => throw new InvalidOperationException("The response has no value.");

        public override Response GetRawResponse() => new CloudResponse(NotFound);
    }
}
