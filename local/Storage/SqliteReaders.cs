using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Tipstaff.Measures;

namespace Tipstaff.Local.Storage;

/// <summary>A few connections that read beside the writer; each sees what was committed before it began.</summary>
internal sealed class SqliteReaders(string path, TipstaffMeter meter) : IDisposable
{
    private const int MaxReaders = 4;

    private readonly SemaphoreSlim _free = new(MaxReaders);
    private readonly ConcurrentBag<SqliteSession> _idle = [];

    public async Task<T> RunAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        meter.StoreCalled(StoreCall.Read);
        await _free.WaitAsync(cancellationToken);
        try
        {
            if (!_idle.TryTake(out var session))
            {
                session = SqliteSession.Open(path);
                session.Execute("PRAGMA query_only = ON");
            }

            try
            {
                return read(session);
            }
            finally
            {
                _idle.Add(session);
            }
        }
        catch (SqliteException exception) when (StorageException.Describes(exception))
        {
            throw StorageException.From(exception, path);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }

        _free.Dispose();
    }
}
