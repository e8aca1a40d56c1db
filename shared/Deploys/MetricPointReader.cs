using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Tipstaff.Deploys;

/// <summary>Reads what the query service of Log Analytics answers: <c>{"tables":[{"columns":[{"name":…}],"rows":[[…]]}]}</c>.</summary>
/// <remarks>Source: the answer of <c>POST /v1/workspaces/ID/query</c>, of which the first table is the result.</remarks>
public static class MetricPointReader
{
    private static readonly string[] Columns = ["Vital", "At", "Value", "Kind"];

    /// <summary>Reads the points.</summary>
    /// <param name="answer">The answer, UTF-8.</param>
    /// <exception cref="FormatException">It is no such answer; the message says what is wrong with it.</exception>
    public static IReadOnlyList<MetricPoint> Read(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            if (!TryProperty(document.RootElement, "tables", out var tables) || tables.ValueKind is not JsonValueKind.Array || tables.GetArrayLength() == 0)
            {
                throw new FormatException("The measures have no 'tables': the query failed, or its answer is of another service.");
            }

            var places = Places(tables[0]);
            return [.. tables[0].GetProperty("rows").EnumerateArray().Select(row => Point(row, places))];
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw new FormatException($"The measures cannot be read: {error.Message}", error);
        }
    }

    private static int[] Places(JsonElement table)
    {
        List<string?> names = [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString())];
        return [.. Columns.Select(column => names.IndexOf(column) is var place and >= 0
            ? place
            : throw new FormatException($"The measures have no column '{column}': the query is to give {string.Join(", ", Columns)}."))];
    }

    private static MetricPoint Point(JsonElement row, int[] places)
    {
        var vital = row[places[0]].GetString() ?? "";
        if (VitalSigns.Find(vital) is null)
        {
            throw new FormatException($"'{vital}' is no vital sign: the query and VitalSigns.cs do not belong together.");
        }

        var at = row[places[1]].GetString();
        if (!DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            throw new FormatException($"'{at}' is no time, in a measure of '{vital}'.");
        }

        return new(vital, moment, Value(row[places[2]], vital), row[places[3]].GetString() ?? "");
    }

    // The service writes NaN and infinities as text.
    private static double Value(JsonElement value, string vital)
    {
        var number = value.ValueKind is JsonValueKind.String
            ? double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : double.NaN
            : value.GetDouble();
        return double.IsFinite(number) ? number : throw new FormatException($"A measure of '{vital}' is no number.");
    }

    private static bool TryProperty(JsonElement element, string name, [NotNullWhen(true)] out JsonElement value)
    {
        value = default;
        return element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out value);
    }
}
