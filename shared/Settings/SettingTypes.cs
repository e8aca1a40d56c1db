using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Tipstaff.Settings;

/// <summary>Looks whether the settings of a section have their types, before the binder throws at the first that has not.</summary>
/// <param name="Section">The section.</param>
/// <param name="Defaults">Its options as they are without settings.</param>
public sealed record SettingTypes(string Section, object Defaults)
{
    // Text has no wrong type; and as a password is text, no sentence ever shows one.
    private IEnumerable<PropertyInfo> Properties =>
        Defaults.GetType().GetProperties().Where(property => property.CanWrite && property.PropertyType != typeof(string));

    /// <summary>A sentence for each setting of the wrong type.</summary>
    public IEnumerable<string> Faults(IConfiguration configuration) =>
        from property in Properties
        let value = configuration[Key(property)]
        where value is not null && !IsOf(property.PropertyType, value)
        select $"'{value}' is no value for {Key(property)}: write {Remedy(property)}.";

    /// <summary>A generated sentence on one of these settings in our own words, with the value that was given; any other as it is.</summary>
    public string WithValue(string fault, IConfiguration configuration)
    {
        foreach (var property in Defaults.GetType().GetProperties())
        {
            // Lease: The field OutboxOptions.Lease must be …  -->  '0' is out of range: Outbox:Lease must be …
            var sentence = fault.Replace($"{property.Name}: The field {Defaults.GetType().Name}.{property.Name} ", $"{Key(property)} ", StringComparison.Ordinal)
                .Replace($"{property.Name}: {Key(property)} ", $"{Key(property)} ", StringComparison.Ordinal);
            if (sentence.StartsWith($"{Key(property)} ", StringComparison.Ordinal))
            {
                return Properties.Contains(property) && configuration[Key(property)] is { } value ? $"'{value}' is out of range: {sentence.TrimEnd('.')}." : sentence;
            }
        }

        return fault;
    }

    private static bool IsOf(Type type, string value)
    {
        try
        {
            return TypeDescriptor.GetConverter(type).ConvertFromInvariantString(value) is not null;
        }
        catch (Exception error) when (error is FormatException or ArgumentException or NotSupportedException or OverflowException)
        {
            return false;
        }
    }

    private string Key(PropertyInfo property) => $"{Section}:{property.Name}";

    private string Remedy(PropertyInfo property) =>
        property.PropertyType.IsEnum ? string.Join(" or ", Enum.GetNames(property.PropertyType))
        : property.GetValue(Defaults) is { } usual ? string.Create(CultureInfo.InvariantCulture, $"it like {usual}")
        : "it like https://example.org";
}
