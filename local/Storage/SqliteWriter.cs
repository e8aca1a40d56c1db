using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using Tipstaff.Measures;

namespace Tipstaff.Local.Storage;

/// <summary>The one writer: what waits is written in one transaction, and each caller hears of it once that is on disk.</summary>
/// <remarks>
/// Each piece of work has a savepoint of its own, so that one that fails leaves its neighbours alone. Work may be run a second time,
/// after a rollback; it changes nothing but the database.
/// </remarks>
internal sealed class SqliteWriter : IDisposable
{
    private const int MaxQueued = 4096;
    private const int MaxBatch = 256;

    private readonly Channel<SqliteWork> _queue = Channel.CreateBounded<SqliteWork>(
        new BoundedChannelOptions(MaxQueued) { SingleReader = true });

    private readonly SqliteSession _session;
    private readonly string _path;
    private readonly TipstaffMeter _meter;
    private readonly Thread _thread;

    /// <param name="session">The connection, from now on this writer's own.</param>
    /// <param name="path">The file, for error messages.</param>
    /// <param name="meter">Measures what is asked of it.</param>
    public SqliteWriter(SqliteSession session, string path, TipstaffMeter meter)
    {
        _session = session;
        _path = path;
        _meter = meter;
        _thread = new Thread(Run) { Name = "sqlite-writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs the work and keeps what it wrote; an exception undoes it.</summary>
    public Task<T> RunAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken) =>
        EnqueueAsync(new SqliteWork<T>(work, static _ => true, cancellationToken), cancellationToken);

    /// <summary>Runs the work and keeps what it wrote if it says so; false and an exception undo it.</summary>
    public Task<bool> TryRunAsync(Func<SqliteSession, bool> work, CancellationToken cancellationToken) =>
        EnqueueAsync(new SqliteWork<bool>(work, static kept => kept, cancellationToken), cancellationToken);

    /// <summary>Runs what may stand in no transaction, once all that was asked for before is written; what is asked for meanwhile waits.</summary>
    public Task RunAloneAsync(Action<SqliteSession> work, CancellationToken cancellationToken) => EnqueueAsync(
        new SqliteWork<bool>(
            session =>
            {
                work(session);
                return true;
            },
            static _ => true,
            cancellationToken)
        { IsAlone = true },
        cancellationToken);

    /// <summary>Writes what is queued, then closes.</summary>
    public void Dispose()
    {
        _queue.Writer.TryComplete();
        _thread.Join();
        _session.Dispose();
    }

    private async Task<T> EnqueueAsync<T>(SqliteWork<T> work, CancellationToken cancellationToken)
    {
        _meter.StoreCalled(StoreCall.Write);
        try
        {
            await _queue.Writer.WriteAsync(work, cancellationToken);
        }
        catch (ChannelClosedException closed)
        {
            throw new ObjectDisposedException("The database is closed.", closed);
        }

        return await work.Task.WaitAsync(cancellationToken);
    }

    private void Run()
    {
        var batch = new List<SqliteWork>(MaxBatch);
        // This thread is the writer's own, and SQLite's calls block it anyway.
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var work))
            {
                if (work.IsAbandoned)
                {
                    continue;
                }

                if (!work.IsAlone)
                {
                    batch.Add(work);
                    continue;
                }

                Write(batch);
                batch.Clear();
                work.Run(_session);
                work.Complete(_path);
            }

            Write(batch);
            batch.Clear();
        }
    }

    private void Write(List<SqliteWork> batch)
    {
        try
        {
            WriteAtOnce(batch);
        }
        catch (Exception exception) when (batch.Count > 1 && exception is not SqliteException { SqliteErrorCode: raw.SQLITE_BUSY })
        {
            // One of them brought the transaction down; alone, it brings down itself.
            RollBack();
            batch.ForEach(work => Write([work]));
        }
        catch (Exception exception)
        {
            RollBack();
            var fault = exception is SqliteException sqlite ? StorageException.From(sqlite, _path) : exception;
            batch.ForEach(work => work.Fail(fault));
        }
    }

    private void WriteAtOnce(List<SqliteWork> batch)
    {
        if (batch is [])
        {
            return;
        }

        _session.Execute("BEGIN IMMEDIATE");
        foreach (var work in batch)
        {
            _session.Execute("SAVEPOINT work");
            if (!work.Run(_session))
            {
                work.RethrowIf(!_session.InTransaction);
                _session.Execute("ROLLBACK TO work");
            }

            _session.Execute("RELEASE work");
        }

        _session.Execute("COMMIT");
        batch.ForEach(work => work.Complete(_path));
    }

    private void RollBack()
    {
        try
        {
            if (_session.InTransaction)
            {
                _session.Execute("ROLLBACK");
            }
        }
        catch (SqliteException)
        {
            // The batch fails with what led here; if the transaction is still open, the next BEGIN says so to its own batch.
        }
    }
}
