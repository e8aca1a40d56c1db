using System.Globalization;
using System.Xml;

namespace Tipstaff.AzureHarness;

/// <summary>Writes values as a filter has them.</summary>
internal static class FilterLiteral
{
    public static string? Of(FormattableString? filter) => filter is null
        ? null
        : string.Format(CultureInfo.InvariantCulture, filter.Format, [.. filter.GetArguments().Select(Of)]);

    public static string Of(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        string or char => $"'{value.ToString()!.Replace("'", "''", StringComparison.Ordinal)}'",
        long or ulong => FormattableString.Invariant($"{value}L"),
        double real when double.IsInteger(real) => real.ToString("0.0", CultureInfo.InvariantCulture),
        sbyte or byte or short or ushort or int or uint or float or double or decimal => FormattableString.Invariant($"{value}"),
        Guid id => $"guid'{id}'",
        DateTimeOffset time => Time(time.UtcDateTime),
        DateTime time => Time(time.ToUniversalTime()),
        byte[] bytes => $"X'{Convert.ToHexString(bytes)}'",
        BinaryData data => $"X'{Convert.ToHexString(data.ToMemory().Span)}'",
        _ => throw new ArgumentException($"Unable to convert argument from type {value.GetType()} to an OData literal.", nameof(value)),
    };

    private static string Time(DateTime time) => $"datetime'{XmlConvert.ToString(time, XmlDateTimeSerializationMode.RoundtripKind)}'";
}
