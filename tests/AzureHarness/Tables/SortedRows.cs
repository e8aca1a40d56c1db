using System.Diagnostics.CodeAnalysis;

namespace Tipstaff.AzureHarness;

/// <summary>Values by key, found at once by key and walked in the ordinal order of keys from any of them.</summary>
internal sealed class SortedRows<T>
{
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _keys = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public bool TryGet(string key, [MaybeNullWhen(false)] out T value) => _values.TryGetValue(key, out value);

    public void Set(string key, T value)
    {
        if (_values.TryAdd(key, value))
            _keys.Add(key);
        else
            _values[key] = value;
    }

    public void Remove(string key)
    {
        if (_values.Remove(key))
            _keys.Remove(key);
    }

    /// <summary>Those from one key to another, both included; null is no bound.</summary>
    public IEnumerable<T> Between(string? first, string? last)
    {
        if (_values.Count == 0 || (first is not null && last is not null && string.CompareOrdinal(first, last) > 0))
            yield break;
        if (first is not null && first == last)
        {
            if (_values.TryGetValue(first, out var only))
                yield return only;
            yield break;
        }

        first ??= "";
        var upper = last ?? _keys.Max!;
        if (string.CompareOrdinal(first, upper) > 0)
            yield break;
        foreach (var key in _keys.GetViewBetween(first, upper))
            yield return _values[key];
    }
}
