using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Tests.Support;

/// <summary>The notices for operators in memory, held to <c>OperatorNoticesContract</c>.</summary>
internal sealed class InMemoryOperatorNotices(InMemoryStore store) : IOperatorNotices
{
    public Task AddAsync(IReadOnlyCollection<OperatorNotice> notices, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            foreach (var notice in notices)
            {
                store.Add(notice);
            }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<OperatorNotice>> FindUntoldAsync(int max, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<OperatorNotice>>([.. store.Notices.Where(row => !row.Told).Select(row => row.Notice).Take(max)]);
        }
    }

    public Task<bool> TryMarkToldAsync(IReadOnlyCollection<string> ids, OutboxMessage? message, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            var rows = ids.Select(id => store.Notices.FindIndex(row => row.Notice.Id == id && !row.Told)).ToList();
            if (rows.Contains(-1))
            {
                return Task.FromResult(false);
            }

            rows.ForEach(row => store.Notices[row] = store.Notices[row] with { Told = true });
            if (message is not null)
            {
                store.Add(message);
            }

            return Task.FromResult(true);
        }
    }

    public Task<IReadOnlyList<OperatorNotice>> NewestAsync(int max, CancellationToken cancellationToken)
    {
        lock (store.Gate)
        {
            return Task.FromResult<IReadOnlyList<OperatorNotice>>([.. store.Notices.AsEnumerable().Reverse().Select(row => row.Notice).Take(max)]);
        }
    }
}
