using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Tipstaff.Tests.StoredData;

/// <summary>What stands in stored JSON, by the serializer's own account: each field, each member of an enumeration, each word for a kind of record.</summary>
internal static class JsonShapes
{
    // As both stores have them, but for what no shape depends on.
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    /// <summary>The lines of a type and of all that it holds.</summary>
    public static IEnumerable<string> Of(Type root)
    {
        var (seen, left) = (new HashSet<Type>(), new Queue<Type>([root]));
        while (left.TryDequeue(out var type))
        {
            if (!seen.Add(type))
            {
                continue;
            }

            if (type.IsEnum)
            {
                foreach (var member in Enum.GetNames(type))
                {
                    yield return $"json:{type.Name}/{member} member";
                }

                continue;
            }

            var info = Options.GetTypeInfo(type);
            foreach (var derived in info.PolymorphismOptions?.DerivedTypes ?? [])
            {
                left.Enqueue(derived.DerivedType);
                yield return $"json:{type.Name}/{info.PolymorphismOptions!.TypeDiscriminatorPropertyName}={derived.TypeDiscriminator} {derived.DerivedType.Name}";
            }

            foreach (var property in info.Properties.Where(IsRead))
            {
                yield return $"json:{type.Name}/{property.Name} {NameOf(property.PropertyType)}{(IsOptional(property) ? "?" : "")}";
                foreach (var held in HeldBy(property.PropertyType))
                {
                    left.Enqueue(held);
                }
            }
        }
    }

    // What is written and never read is nothing to be kept.
    private static bool IsRead(JsonPropertyInfo property) => property.Set is not null || (property.Get is not null && property.AssociatedParameter is not null);

    private static bool IsOptional(JsonPropertyInfo property) =>
        !property.IsRequired && (property.AssociatedParameter is not { } parameter || parameter.HasDefaultValue || parameter.IsNullable);

    private static IEnumerable<Type> HeldBy(Type type)
    {
        var bare = Nullable.GetUnderlyingType(type) ?? type;
        var info = bare.IsEnum ? null : Options.GetTypeInfo(bare);
        return bare.IsEnum || info!.Kind is JsonTypeInfoKind.Object ? [bare]
            : info.Kind is JsonTypeInfoKind.None ? []
            : bare.IsArray ? HeldBy(bare.GetElementType()!)
            : bare.GetGenericArguments().SelectMany(HeldBy);
    }

    private static string NameOf(Type type) =>
        Nullable.GetUnderlyingType(type) is { } bare ? NameOf(bare)
        : type.IsArray ? $"{NameOf(type.GetElementType()!)}[]"
        : !type.IsGenericType ? type.Name
        : type.GetGenericArguments() is [var one] ? $"{NameOf(one)}[]"
        : $"{{{string.Join(':', type.GetGenericArguments().Select(NameOf))}}}";
}
