using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Tipstaff.Exports;
using Tipstaff.Health;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Api.Description;

/// <summary>Adds to the schema of a type what its declaration does not say: that every property is always there, and which texts it may hold.</summary>
internal sealed class SchemaDetails : IOpenApiSchemaTransformer
{
    /// <summary>The schema of problems.</summary>
    public const string Problem = "Problem";

    private const string Suffix = "Json";

    private static readonly Dictionary<(Type Type, string Property), string[]> Texts = new()
    {
        [(typeof(SubscriptionRequested), "status")] = ["confirmationRequested"],
        [(typeof(SubscriptionRequested), "channel")] = ["email", "webhook"],
        [(typeof(SubscriptionJson), "state")] = ["pending", "confirmed", "paused", "ended"],
        [(typeof(SubscriptionJson), "cadence")] = [.. SubscriptionTerms.Cadences.Keys],
        [(typeof(SubscriptionJson), "digestDay")] = [.. Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant())],
        [(typeof(ExportedMessageJson), "kind")] = ["alert", "digest", "confirmation", "operators"],
        [(typeof(ExportedMessageJson), "state")] = ["waiting", "delivered", "suppressed", "deadLettered"],
        [(typeof(MailRecordJson), "cause")] = Enum.GetNames<SuppressionCause>(),
        [(typeof(HealthReport), "status")] = [HealthReport.Up, HealthReport.Down, HealthReport.Unknown],
    };

    private static readonly HashSet<(Type Type, string Property)> Ids =
        [(typeof(SubscriptionJson), "id"), (typeof(DeadLetterJson), "key"), (typeof(SubscriberExportJson), "subscriber"), (typeof(ExportedMessageJson), "id")];

    /// <summary>The name of a type's schema: <c>Court</c> of <c>CourtJson</c>; null where it stands in its place.</summary>
    public static string? NameOf(JsonTypeInfo type) =>
        type.Type == typeof(ProblemDetails) ? Problem
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name && name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length]
        : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    /// <inheritdoc/>
    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.JsonPropertyInfo is null && context.JsonTypeInfo.Kind is JsonTypeInfoKind.Object)
        {
            if (context.JsonTypeInfo.Type == typeof(ProblemDetails))
            {
                Describe(schema);
            }
            else
            {
                // Nothing is left out because it is null.
                schema.Required = context.JsonTypeInfo.Properties.Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
            }
        }

        if (context.JsonPropertyInfo is { } field)
        {
            var place = (field.DeclaringType, field.Name);
            if (Texts.TryGetValue(place, out var texts))
            {
                // A text that may be null may so only if the list says so, too.
                schema.Enum = [.. texts.Select(text => (JsonNode)text), .. (schema.Type & JsonSchemaType.Null) is JsonSchemaType.Null ? [null!] : Array.Empty<JsonNode>()];
            }

            schema.Pattern = Ids.Contains(place) ? ApiParameters.IdPattern : schema.Pattern;
        }

        return Task.CompletedTask;
    }

    private static void Describe(OpenApiSchema schema)
    {
        schema.Description = "An error (RFC 9457).";
        schema.Required = new HashSet<string>(StringComparer.Ordinal) { "type", "title", "status", "detail" };
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Format = "uri",
                Description = $"Which error it is; it never changes. {string.Join(' ', ProblemTypes.All.Select(type => $"{type.Key}: {type.Value.Meaning}"))}",
                Enum = [.. ProblemTypes.All.Keys.Select(type => (JsonNode)(ProblemTypes.Prefix + type))],
            },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What is wrong." },
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "400", Maximum = "599", Description = "The HTTP status." },
            ["detail"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "What to do about it." },
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
                Description = "By field, parameter or header (body: the whole of it), a sentence each.",
            },
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Which of a type's reasons it is; it never changes." },
        };
    }
}
