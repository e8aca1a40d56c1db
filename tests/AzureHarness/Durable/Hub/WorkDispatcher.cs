namespace Tipstaff.AzureHarness;

/// <summary>Hands work to the instances in turn, and again to another when one dies with it in hand.</summary>
internal sealed class WorkDispatcher(DurableHub hub)
{
    private readonly List<(IDurableWorker Worker, SynchronizationContext? Context)> _workers = [];
    private readonly List<WorkItem> _waiting = [];
    private readonly List<Lease> _inHand = [];
    private int _turn;

    private DurableHub Hub => hub;

    public void Attach(IDurableWorker worker)
    {
        _workers.Add((worker, SynchronizationContext.Current));
        foreach (var item in TakeWaiting())
            hub.After(TimeSpan.Zero, () => Offer(item));
    }

    /// <summary>Gives it nothing more, and waits for what it has in hand.</summary>
    public async Task DetachAsync(IDurableWorker worker)
    {
        _workers.RemoveAll(attached => attached.Worker == worker);
        while (_inHand.Find(lease => lease.Worker == worker) is { } lease)
            await lease.Ended;
    }

    /// <summary>Hands it out in a while, at once unless something holds it up.</summary>
    public void Enqueue(WorkItem item) => hub.After(hub.Faults.LateBy(item.Work), () => Offer(item));

    private void Offer(WorkItem item)
    {
        if (item.IsDone())
            return;

        if (!TryHand(item))
            _waiting.Add(item);
        else if (hub.Faults.IsHandedOutTwice(item.Work))
            TryHand(item);
    }

    private bool TryHand(WorkItem item)
    {
        _workers.RemoveAll(attached => !attached.Worker.IsAlive);
        var able = _workers.FindAll(attached => CanRun(attached.Worker, item));
        if (able.Count == 0)
            return false;

        var (worker, context) = able[_turn++ % able.Count];
        var lease = new Lease(this, item, worker);
        if (context is null)
            lease.Run();
        else
            context.Post(static posted => ((Lease)posted!).Run(), lease);

        return true;
    }

    /// <summary>Work of a newer version is refused, and waits for an instance that knows it.</summary>
    private static bool CanRun(IDurableWorker worker, WorkItem item) =>
        item.Version is null || worker.Version is null || Versions.Compare(item.Version, worker.Version) <= 0;

    private WorkItem[] TakeWaiting()
    {
        WorkItem[] waiting = [.. _waiting];
        _waiting.Clear();
        return waiting;
    }

    /// <summary>One instance has one piece of work in hand.</summary>
    private sealed class Lease
    {
        private readonly WorkDispatcher _owner;
        private readonly WorkItem _item;
        private readonly TaskCompletionSource _ended = new();
        private IDisposable? _check;

        public Lease(WorkDispatcher owner, WorkItem item, IDurableWorker worker)
        {
            (_owner, _item, Worker) = (owner, item, worker);
            _owner._inHand.Add(this);
            CheckLater();
        }

        public IDurableWorker Worker { get; }

        public Task Ended => _ended.Task;

        public async void Run()
        {
            try
            {
                await _item.Run(Worker);
            }
            catch (Exception)
            {
                // The answer did not get through: the work is handed out again.
                _owner.Hub.After(_owner.Hub.RetryAfter, () => _owner.Offer(_item));
            }

            End();
        }

        private void End()
        {
            _check?.Dispose();
            _owner._inHand.Remove(this);
            _ended.TrySetResult();
        }

        private void CheckLater() => _check = _owner.Hub.After(_owner.Hub.LeaseTime, () =>
        {
            if (Worker.IsAlive)
            {
                CheckLater();
                return;
            }

            End();
            _owner.Offer(_item);
        });
    }
}
