using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Serialization;
using Azure;
using Azure.Data.Tables;

namespace Tipstaff.AzureHarness;

/// <summary>Turns entities into stored values and back, as the SDK's serializer does.</summary>
internal static class EntityBinder
{
    private const string TagName = "odata.etag";
    private const int OfService = 4;
    private static readonly ConcurrentDictionary<Type, Member[]> Members = [];

    /// <summary>What is stored of an entity; a value that is null is not.</summary>
    public static Dictionary<string, object> Values(ITableEntity entity)
    {
        if (entity is IDictionary<string, object> dictionary)
        {
            var values = new Dictionary<string, object>(dictionary.Count, StringComparer.Ordinal);
            foreach (var (name, value) in dictionary)
            {
                if (value is not null && !IsOfService(name))
                    values[name] = Stored(name, value);
            }

            return values;
        }

        var members = MembersOf(entity.GetType());
        var all = new Dictionary<string, object>(members.Length, StringComparer.Ordinal);
        foreach (var member in members)
        {
            if (member.Property.CanRead && !IsOfService(member.Name) && member.Property.GetValue(entity) is { } value)
                all[member.Name] = Stored(member.Name, value is Enum name ? name.ToString() : value);
        }

        return all;
    }

    /// <summary>An entity of a row.</summary>
    public static T Entity<T>(TableRow row)
        where T : class, ITableEntity
    {
        if (typeof(T) == typeof(TableEntity) || typeof(T) == typeof(ITableEntity))
            return (T)(object)Dynamic(row);
        var entity = Activator.CreateInstance<T>();
        if (entity is IDictionary<string, object> dictionary)
        {
            foreach (var (name, value) in Dynamic(row))
                dictionary[name] = value;
            return entity;
        }

        foreach (var member in MembersOf(typeof(T)))
        {
            if (member.Property.CanWrite && !IsOfService(member.Name) && row.Values.TryGetValue(member.Name, out var value))
                member.Property.SetValue(entity, Read(member.Property.PropertyType, value));
        }

        SetKeys(entity, row);
        return entity;
    }

    private static TableEntity Dynamic(TableRow row)
    {
        var entity = new TableEntity(row.Values.Count + OfService);
        SetKeys(entity, row);
        foreach (var (name, value) in row.Values)
            entity[name] = value is byte[] bytes ? bytes.Clone() : value;
        return entity;
    }

    // What a projection left out stays unset.
    private static void SetKeys(ITableEntity entity, TableRow row)
    {
        entity.ETag = new ETag(row.Tag);
        if (row.PartitionKey is not null)
            entity.PartitionKey = row.PartitionKey;
        if (row.RowKey is not null)
            entity.RowKey = row.RowKey;
        if (row.Timestamp is not null)
            entity.Timestamp = row.Timestamp;
    }

    private static bool IsOfService(string name) =>
        name is nameof(ITableEntity.PartitionKey) or nameof(ITableEntity.RowKey) or nameof(ITableEntity.Timestamp)
            or nameof(ITableEntity.ETag) or TagName or "odata.metadata";

    private static object Stored(string name, object value) => value switch
    {
        string or bool or int or long or double or Guid => value,
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime { Kind: DateTimeKind.Unspecified } time => new DateTimeOffset(time, TimeSpan.Zero),
        DateTime time => new DateTimeOffset(time).ToUniversalTime(),
        byte[] bytes => bytes.Clone(),
        BinaryData data => data.ToArray(),
        _ => throw new NotSupportedException($"Tables store no {value.GetType()} ({name})."),
    };

    private static object Read(Type type, object value)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        return value switch
        {
            string text when plain.IsEnum => Enum.Parse(plain, text),
            byte[] bytes when plain == typeof(BinaryData) => new BinaryData(bytes),
            byte[] bytes => bytes.Clone(),
            DateTimeOffset time when plain == typeof(DateTime) => time.UtcDateTime,
            int number when plain == typeof(double) => (double)number,
            _ => value,
        };
    }

    private static Member[] MembersOf(Type type) => Members.GetOrAdd(type, static type =>
    [
        .. from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public)
           where property.GetIndexParameters().Length == 0 && property.GetCustomAttribute<IgnoreDataMemberAttribute>() is null
           select new Member(property.GetCustomAttribute<DataMemberAttribute>()?.Name ?? property.Name, property),
    ]);

    private sealed record Member(string Name, PropertyInfo Property);
}
