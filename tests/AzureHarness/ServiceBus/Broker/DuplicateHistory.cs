namespace Tipstaff.AzureHarness;

/// <summary>The ids of the messages that a queue took lately.</summary>
internal sealed class DuplicateHistory(TimeSpan window)
{
    private readonly Dictionary<string, DateTimeOffset> _until = new(StringComparer.Ordinal);
    private readonly Queue<(DateTimeOffset Until, string Id)> _oldest = new();

    /// <summary>Notes an id.</summary>
    /// <returns>False when it is known already; a duplicate does not lengthen its memory.</returns>
    public bool TryAdd(string id, DateTimeOffset now)
    {
        while (_oldest.TryPeek(out var oldest) && oldest.Until <= now)
            _until.Remove(_oldest.Dequeue().Id);
        if (!_until.TryAdd(id, now + window))
            return false;
        _oldest.Enqueue((now + window, id));
        return true;
    }
}
