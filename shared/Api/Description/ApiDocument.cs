using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.OpenApi;

namespace Tipstaff.Api.Description;

/// <summary><c>GET /openapi/v1.json</c>: all operations, as OpenAPI 3.1. The same bytes in both heads, made when they are first asked for.</summary>
/// <remarks>
/// The library makes the document of endpoints that a head has mapped; functions have none that it knows. So it is given the operations of
/// <see cref="ApiOperations"/>, in services of its own, and nothing of a head shows in what it writes.
/// </remarks>
public sealed class ApiDocument(IHostEnvironment environment)
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/openapi/v1.json";

    private const string Name = "v1";

    private readonly Lock _lock = new();
    private Task<byte[]>? _made;

    /// <summary>The document, with an <c>ETag</c>; 304 for who has it already.</summary>
    public async Task<IResult> GetAsync() => JsonAnswer.OfBytes(await BytesAsync());

    /// <summary>The document, UTF-8.</summary>
    internal Task<byte[]> BytesAsync()
    {
        lock (_lock)
        {
            return _made ??= MakeAsync();
        }
    }

    private async Task<byte[]> MakeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton(environment);
        services.AddSingleton<IApiDescriptionGroupCollectionProvider, DescribedRoutes>();
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            foreach (var converter in JsonAnswer.Json.Converters)
            {
                json.SerializerOptions.Converters.Add(converter);
            }
        });
        services.AddOpenApi(Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaDetails.NameOf;
            options.AddSchemaTransformer<SchemaDetails>();
            options.AddOperationTransformer<OperationDetails>();
            options.AddDocumentTransformer((document, _, _) =>
            {
                Describe(document);
                return Task.CompletedTask;
            });
        });
        await using var provider = services.BuildServiceProvider();
        var document = await provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(CancellationToken.None);
        await using var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV31(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Describe(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Tipstaff",
            Version = Name,
            Description = "Tells people of each new entry of the court dockets that they follow. Times are ISO 8601 in UTC. Errors below /api are problems "
                + "(RFC 9457), elsewhere pages. A method that a path has not is answered with 405 and Allow, OPTIONS with 204 and Allow (on Azure below /api "
                + "alone; elsewhere the host answers 404); HEAD is GET without the body. In a list's page, next is the cursor of the page that follows, and null on the last one.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document was read." }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = SecuritySchemes.All;
    }
}
