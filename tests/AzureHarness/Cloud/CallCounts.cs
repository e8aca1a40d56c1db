namespace Tipstaff.AzureHarness;

/// <summary>How often each operation of each service was called.</summary>
public sealed class CallCounts
{
    private readonly SortedDictionary<(CloudService Service, string Operation), long> _counts = [];

    /// <summary>Counts one call.</summary>
    public void Add(CloudCall call)
    {
        lock (_counts)
        {
            _counts[(call.Service, call.Operation)] = _counts.GetValueOrDefault((call.Service, call.Operation)) + 1;
        }
    }

    /// <summary>Forgets all calls so far.</summary>
    public void Clear()
    {
        lock (_counts)
        {
            _counts.Clear();
        }
    }

    /// <summary>The calls to a service.</summary>
    public long Of(CloudService service)
    {
        lock (_counts)
        {
            return _counts.Where(count => count.Key.Service == service).Sum(count => count.Value);
        }
    }

    /// <summary>All counts, in the order of services and operations.</summary>
    public IReadOnlyList<(CloudService Service, string Operation, long Calls)> All
    {
        get
        {
            lock (_counts)
            {
                return [.. _counts.Select(count => (count.Key.Service, count.Key.Operation, count.Value))];
            }
        }
    }
}
