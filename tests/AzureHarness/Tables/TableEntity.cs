#nullable disable
using System.Collections;

namespace Azure.Data.Tables;

/// <summary>A row whose properties are named at run time.</summary>
public sealed class TableEntity : ITableEntity, IDictionary<string, object>
{
    private const string TagName = "odata.etag";
    private readonly Dictionary<string, object> _values;

    /// <summary>An empty row.</summary>
    public TableEntity() => _values = new(StringComparer.Ordinal);

    internal TableEntity(int capacity) => _values = new(capacity, StringComparer.Ordinal);

    /// <summary>An empty row with keys.</summary>
    public TableEntity(string partitionKey, string rowKey)
        : this()
    {
        PartitionKey = partitionKey;
        RowKey = rowKey;
    }

    /// <summary>A row with these values; keys are among them.</summary>
    public TableEntity(IDictionary<string, object> values) => _values = new(values, StringComparer.Ordinal);

    /// <inheritdoc/>
    public string PartitionKey
    {
        get => GetString(nameof(PartitionKey));
        set => _values[nameof(PartitionKey)] = value;
    }

    /// <inheritdoc/>
    public string RowKey
    {
        get => GetString(nameof(RowKey));
        set => _values[nameof(RowKey)] = value;
    }

    /// <inheritdoc/>
    public DateTimeOffset? Timestamp
    {
        get => GetDateTimeOffset(nameof(Timestamp));
        set => _values[nameof(Timestamp)] = value;
    }

    /// <inheritdoc/>
    public ETag ETag
    {
        get => GetString(TagName) is { } tag ? new ETag(tag) : default;
        set => _values[TagName] = value.ToString();
    }

    /// <summary>How many values, the service's own among them.</summary>
    public int Count => _values.Count;

    /// <summary>Their names.</summary>
    public ICollection<string> Keys => _values.Keys;

    ICollection<object> IDictionary<string, object>.Values => _values.Values;

    bool ICollection<KeyValuePair<string, object>>.IsReadOnly => false;

    /// <summary>A value; null when there is none.</summary>
    public object this[string key]
    {
        get => _values.GetValueOrDefault(key);
        set => _values[key] = value;
    }

    /// <summary>A text; null when there is none.</summary>
    public string GetString(string key) => Get<string>(key);

    /// <summary>Bytes; null when there are none.</summary>
    public byte[] GetBinary(string key) => this[key] is BinaryData data ? data.ToArray() : Get<byte[]>(key);

    /// <summary>Bytes; null when there are none.</summary>
    public BinaryData GetBinaryData(string key) => this[key] is byte[] bytes ? new BinaryData(bytes) : Get<BinaryData>(key);

    /// <summary>A truth value; null when there is none.</summary>
    public bool? GetBoolean(string key) => Get<bool?>(key);

    /// <summary>A time; null when there is none.</summary>
    public DateTime? GetDateTime(string key) => this[key] is DateTimeOffset time ? time.UtcDateTime : Get<DateTime?>(key);

    /// <summary>A time; null when there is none.</summary>
    public DateTimeOffset? GetDateTimeOffset(string key) =>
        this[key] is DateTime time ? new DateTimeOffset(time) : Get<DateTimeOffset?>(key);

    /// <summary>A number; null when there is none.</summary>
    public double? GetDouble(string key) => Get<double?>(key);

    /// <summary>A number; null when there is none.</summary>
    public int? GetInt32(string key) => Get<int?>(key);

    /// <summary>A number; null when there is none.</summary>
    public long? GetInt64(string key) => Get<long?>(key);

    /// <summary>An id; null when there is none.</summary>
    public Guid? GetGuid(string key) => Get<Guid?>(key);

    /// <inheritdoc/>
    public void Add(string key, object value) => _values.Add(key, value);

    /// <inheritdoc/>
    public bool ContainsKey(string key) => _values.ContainsKey(key);

    /// <inheritdoc/>
    public bool Remove(string key) => _values.Remove(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out object value) => _values.TryGetValue(key, out value);

    /// <inheritdoc/>
    public void Clear() => _values.Clear();

    void ICollection<KeyValuePair<string, object>>.Add(KeyValuePair<string, object> item) => Add(item.Key, item.Value);

    bool ICollection<KeyValuePair<string, object>>.Contains(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_values).Contains(item);

    void ICollection<KeyValuePair<string, object>>.CopyTo(KeyValuePair<string, object>[] array, int arrayIndex) =>
        ((ICollection<KeyValuePair<string, object>>)_values).CopyTo(array, arrayIndex);

    bool ICollection<KeyValuePair<string, object>>.Remove(KeyValuePair<string, object> item) =>
        ((ICollection<KeyValuePair<string, object>>)_values).Remove(item);

    IEnumerator<KeyValuePair<string, object>> IEnumerable<KeyValuePair<string, object>>.GetEnumerator() => _values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _values.GetEnumerator();

    private T Get<T>(string key) => this[key] switch
    {
        null => default,
        T value => value,
        var other => throw new InvalidOperationException(
            $"Cannot return {typeof(T)} type for a {other.GetType()} typed property."),
    };
}
