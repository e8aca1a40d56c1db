using System.Text.RegularExpressions;

namespace Tipstaff.AzureHarness;

/// <summary>What the service lets into a table.</summary>
internal static partial class TableRules
{
    public const int MaxWritesInTransaction = 100;
    public const int MaxTransactionBytes = 4 << 20;
    public const int MaxPageRows = 1000;
    public const int MaxPageBytes = 4 << 20;
    private const int MaxKeyLength = 1024;
    private const int MaxEntityBytes = 1 << 20;
    private const int MaxPropertyBytes = 64 << 10;
    private const int MaxProperties = 252;
    private const int MaxNameLength = 255;
    private const int FirstYear = 1601;

    // dockets, Follower2
    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,62}$")]
    private static partial Regex TableName { get; }

    public static void CheckTable(string name)
    {
        if (!TableName.IsMatch(name))
            throw TableFailures.Of(400, "InvalidResourceName", "The specified resource name contains invalid characters.");
    }

    public static void CheckKeys(string partitionKey, string rowKey)
    {
        if (partitionKey is null || rowKey is null)
            throw TableFailures.Of(400, "PropertiesNeedValue", "The values are not specified for all properties in the entity.");
        CheckKey(partitionKey);
        CheckKey(rowKey);
    }

    /// <summary>The size of a row as the service counts it, bytes; refuses what is too large or wrongly named.</summary>
    public static int CheckedSize(string partitionKey, string rowKey, Dictionary<string, object> values)
    {
        if (values.Count > MaxProperties)
        {
            throw TableFailures.Of(
                400,
                "TooManyProperties",
                $"The entity contains more properties than allowed. Each entity can include up to {MaxProperties} properties.");
        }

        var size = 4 + ((partitionKey.Length + rowKey.Length) * 2);
        foreach (var (name, value) in values)
        {
            if (name.Length > MaxNameLength)
                throw TableFailures.Of(400, "PropertyNameTooLong", "The property name exceeds the maximum allowed length.");
            if (!IsName(name))
                throw TableFailures.Of(400, "PropertyNameInvalid", "The property name is invalid.");
            size += 8 + (name.Length * 2) + CheckedSize(value);
        }

        if (size > MaxEntityBytes)
            throw TableFailures.Of(400, "EntityTooLarge", "The entity is larger than the maximum allowed size (1MB).");
        return size;
    }

    // State, _x1
    private static bool IsName(string name)
    {
        for (var index = 0; index < name.Length; index++)
        {
            var character = name[index];
            if (!char.IsLetter(character) && character != '_' && (index == 0 || !char.IsDigit(character)))
                return false;
        }

        return name.Length > 0;
    }

    private static int CheckedSize(object value)
    {
        var (size, bytes) = value switch
        {
            string text => (4 + (text.Length * 2), text.Length * 2),
            byte[] binary => (4 + binary.Length, binary.Length),
            bool => (1, 0),
            int => (4, 0),
            Guid => (16, 0),
            _ => (8, 0),
        };
        if (bytes > MaxPropertyBytes)
            throw TableFailures.Of(400, "PropertyValueTooLarge", "The property value exceeds the maximum allowed size (64KB).");
        if (value is DateTimeOffset { Year: < FirstYear })
            throw TableFailures.OutOfRangeInput;
        return size;
    }

    private static void CheckKey(string key)
    {
        if (key.Length > MaxKeyLength)
            throw TableFailures.Of(400, "KeyValueTooLarge", "The key value is larger than the maximum allowed size (1KB).");
        foreach (var character in key)
        {
            if (character is '/' or '\\' or '#' or '?' or < ' ' or (>= '\u007f' and <= '\u009f'))
                throw TableFailures.OutOfRangeInput;
        }
    }
}
