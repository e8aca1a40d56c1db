using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Tipstaff.Checks;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api.Description;

/// <summary>What requests send: the fields that their readers know, with what is to be said of each.</summary>
internal static class ApiBodies
{
    private static readonly Dictionary<string, (string Description, Action<OpenApiSchema>? Limit)> Facts = new(StringComparer.Ordinal)
    {
        ["email"] = ("Where alerts go.", schema => schema.MaxLength = 254),
        ["court"] = ("CM/ECF's id of the court, an alias, or a name that fits no other; left out for words in every court.", null),
        ["docketNumber"] = ("The case, as the court writes its number; left out for a whole court, and for words.", null),
        ["query"] = ("Words and \"phrases\" to be met, parties or others.", schema => schema.MaxLength = EntryQuery.MaxLength),
        ["cadence"] = ("How soon to tell; immediate where it is left out.", schema => schema.Enum = Texts(SubscriptionTerms.Cadences.Keys)),
        ["digestHour"] = ("The hour at which daily and weekly digests go out.", schema => (schema.Minimum, schema.Maximum) = ("0", "23")),
        ["digestTimeZone"] = ("The IANA name of the zone of that hour; the court's where it is left out.", null),
        ["digestDay"] = ("The day of weekly digests; monday where it is left out.", schema => schema.Enum = Texts(Enum.GetNames<DayOfWeek>().Select(day => day.ToLowerInvariant()))),
        ["include"] = ("Event words of which one must stand in a label; none: all events.", Words),
        ["exclude"] = ("Event words of entries that are not told.", Words),
        ["channel"] = ("Where alerts are sent: email, or the https URL of a webhook, which tells each at once.", null),
        ["paused"] = ("True pauses, false resumes.", null),
        ["minutes"] = ("For how long.", schema => (schema.Minimum, schema.Maximum) = ("1", PauseCourt.Longest.TotalMinutes.ToString(CultureInfo.InvariantCulture))),
        ["until"] = ("Until when, with its zone; in place of minutes.", schema => schema.Format = "date-time"),
        ["token"] = ("The token of the link.", null),
        ["shown"] = ("What the page showed, as its form has it; without it, all that is pending by now is confirmed.", null),
        ["do"] = ("Which button.", schema => schema.Enum = Texts(["save", "pause", "resume", "end", "verify", "secret", "export", "erase"])),
        ["id"] = ("The subscription that is changed.", null),
        ["version"] = ("Its version as the page showed it, for save.", null),
        ["sure"] = ("The tick beside the button that erases: yes.", null),
        ["form"] = ("The token of the page that has the form.", null),
        ["everyDocket"] = ("The tick for a whole court.", null),
        ["List-Unsubscribe"] = ("What mail programs send (RFC 8058): One-Click.", null),
    };

    /// <summary>A JSON object of the fields that its reader knows, and no others.</summary>
    public static ApiBody Json(IReadOnlyDictionary<string, JsonFieldKind> fields, string sample, params string[] required) =>
        new(ApiBody.Json, Of(fields.Select(field => (field.Key, SchemaOf(field.Value))), required), sample);

    /// <summary>The fields of a page's form, each of which is text.</summary>
    public static ApiBody Form(string sample, IEnumerable<string> fields, params string[] required) =>
        new(ApiBody.Form, Of(fields.Select(field => (field, SchemaOf(JsonFieldKind.Text))), required), sample);

    private static OpenApiSchema Of(IEnumerable<(string Name, OpenApiSchema Schema)> fields, string[] required)
    {
        var body = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            AdditionalPropertiesAllowed = false,
            Required = required.ToHashSet(StringComparer.Ordinal),
            Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
        };
        foreach (var (name, schema) in fields)
        {
            var (description, limit) = Facts[name];
            schema.Description = description;
            limit?.Invoke(schema);
            body.Properties.Add(name, schema);
        }

        return body;
    }

    private static OpenApiSchema SchemaOf(JsonFieldKind kind) => kind switch
    {
        JsonFieldKind.Number => new() { Type = JsonSchemaType.Integer, Format = "int32" },
        JsonFieldKind.Truth => new() { Type = JsonSchemaType.Boolean },
        JsonFieldKind.Texts => new() { Type = JsonSchemaType.Array, MaxItems = JsonBody.MaxTexts, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        _ => new() { Type = JsonSchemaType.String },
    };

    // A page's form sends them as lines of one field.
    private static void Words(OpenApiSchema schema)
    {
        if (schema.Type is JsonSchemaType.Array)
        {
            schema.MaxItems = EventFilter.MaxWords;
            schema.Items = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = EventFilter.MaxWordLength };
        }
    }

    private static List<JsonNode> Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
