using System.Runtime.ExceptionServices;
using Microsoft.Data.Sqlite;

namespace Tipstaff.Local.Storage;

/// <summary>A piece of work for the writer, and who waits for it.</summary>
internal abstract class SqliteWork
{
    /// <summary>Whether nobody waits any longer; such work need not begin.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Whether it may stand in no transaction, and so runs by itself.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Runs it and remembers how it ended.</summary>
    /// <returns>False when what it wrote is to be undone.</returns>
    public abstract bool Run(SqliteSession session);

    /// <summary>Throws the exception that it ended with, if the condition holds.</summary>
    public abstract void RethrowIf(bool condition);

    /// <summary>Tells whoever waits how it ended.</summary>
    public abstract void Complete(string path);

    /// <summary>Tells whoever waits that it could not be written.</summary>
    public abstract void Fail(Exception exception);
}

/// <inheritdoc/>
internal sealed class SqliteWork<T>(Func<SqliteSession, T> work, Func<T, bool> isKept, CancellationToken cancellationToken) : SqliteWork
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _exception;

    public Task<T> Task => _completion.Task;

    public override bool IsAbandoned => cancellationToken.IsCancellationRequested;

    public override bool Run(SqliteSession session)
    {
        try
        {
            _exception = null;
            _result = work(session);
            return isKept(_result);
        }
        catch (Exception exception)
        {
            _exception = exception;
            return false;
        }
    }

    public override void RethrowIf(bool condition)
    {
        if (condition && _exception is not null)
        {
            ExceptionDispatchInfo.Throw(_exception);
        }
    }

    public override void Complete(string path)
    {
        if (_exception is null)
        {
            _completion.SetResult(_result!);
        }
        else
        {
            Fail(_exception is SqliteException sqlite ? StorageException.From(sqlite, path) : _exception);
        }
    }

    public override void Fail(Exception exception) => _completion.TrySetException(exception);
}
