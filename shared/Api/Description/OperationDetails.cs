using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary>Adds to an operation what the library cannot know: parameters, bodies, headers, examples, who may ask, which problems there are.</summary>
internal sealed class OperationDetails : IOpenApiOperationTransformer
{
    /// <inheritdoc/>
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var described = context.Description.ActionDescriptor.GetProperty<ApiOperation>()!;
        operation.Parameters = [.. described.AllParameters];
        operation.Security = SecuritySchemes.Of(described.Asker, context.Document!);
        if (described.Body is { } body)
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [body.MediaType] = new() { Schema = body.Schema, Example = JsonNode.Parse(body.Sample) },
                },
            };
        }

        foreach (var answer in described.AllAnswers)
        {
            var key = answer.Status is 0 ? "default" : answer.Status.ToString(CultureInfo.InvariantCulture);
            Complete((OpenApiResponse)operation.Responses![key], answer, described, context.Document!);
        }

        return Task.CompletedTask;
    }

    private static void Complete(OpenApiResponse response, ApiAnswer answer, ApiOperation operation, OpenApiDocument document)
    {
        if (answer.Headers.Count + answer.SomeHeaders.Count > 0)
        {
            response.Headers = answer.Headers.Concat(answer.SomeHeaders)
                .ToDictionary(name => name, name => (IOpenApiHeader)ApiHeaders.Of(name, isAlwaysThere: answer.Headers.Contains(name)), StringComparer.Ordinal);
        }

        if (answer.OnlyOn is { } head)
        {
            response.AddExtension("x-tipstaff-only-on", new JsonNodeExtension(head));
        }

        if (operation.Method == HttpMethods.Head)
        {
            return;
        }

        response.Content ??= new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal);
        foreach (var content in answer.Contents)
        {
            if (!response.Content.TryGetValue(content.MediaType, out var media))
            {
                response.Content[content.MediaType] = media = new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = content.MediaType == ApiBody.Json ? JsonSchemaType.Object : JsonSchemaType.String },
                };
            }

            media.Example = content.Sample is { } sample ? JsonSerializer.SerializeToNode(sample, sample.GetType(), JsonAnswer.Json) : null;
            if (answer.Problems.Count > 0)
            {
                media.Schema = OneOf(answer, document);
                media.Example = Sample(answer);
            }
        }
    }

    private static OpenApiSchema OneOf(ApiAnswer answer, OpenApiDocument document) => new()
    {
        AllOf =
        [
            new OpenApiSchemaReference(SchemaDetails.Problem, document),
            new OpenApiSchema
            {
                Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
                {
                    ["type"] = new OpenApiSchema { Enum = [.. answer.Problems.Select(type => (JsonNode)(ProblemTypes.Prefix + type))] },
                },
            },
        ],
    };

    private static JsonObject Sample(ApiAnswer answer) => new()
    {
        ["type"] = ProblemTypes.Prefix + answer.Problems[0],
        ["title"] = ProblemTypes.All[answer.Problems[0]].Meaning,
        ["status"] = ProblemTypes.All[answer.Problems[0]].Status,
        ["detail"] = answer.Description,
    };
}
