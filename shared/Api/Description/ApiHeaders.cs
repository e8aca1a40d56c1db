using System.Globalization;
using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary>The headers of answers on which a program may act.</summary>
internal static class ApiHeaders
{
    public const string Tag = "ETag";
    public const string RetryAfter = "Retry-After";
    public const string Authenticate = "WWW-Authenticate";
    public const string Disposition = "Content-Disposition";

    private static readonly Dictionary<string, (string Description, string Sample, OpenApiSchema Schema)> Known = new(StringComparer.Ordinal)
    {
        [Tag] = ("Its version, for If-None-Match and If-Match.", "\"3-8de786aa3d94000\"", new() { Type = JsonSchemaType.String, Pattern = "^\"[^\"]+\"$" }),
        [RetryAfter] = ("In how many seconds it is worth asking again.", "12", new() { Type = JsonSchemaType.Integer, Minimum = "1" }),
        [Authenticate] = ("How to say who asks.", "Bearer", new() { Type = JsonSchemaType.String }),
        [Disposition] = ("That it is a file, and its name.", "attachment; filename=tipstaff-export.json", new() { Type = JsonSchemaType.String, Pattern = "^attachment;" }),
    };

    /// <summary>A header as it is described.</summary>
    public static OpenApiHeader Of(string name, bool isAlwaysThere)
    {
        var (description, sample, schema) = Known[name];
        return new OpenApiHeader
        {
            Description = description,
            Required = isAlwaysThere,
            Schema = schema,
            Example = schema.Type is JsonSchemaType.Integer ? int.Parse(sample, CultureInfo.InvariantCulture) : sample,
        };
    }
}
