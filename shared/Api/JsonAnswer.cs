using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>What anybody may read, as JSON with an <c>ETag</c>: 304 without a body for who has it already (<c>If-None-Match</c>).</summary>
/// <param name="value">What is told; its type's properties in camel case.</param>
public sealed class JsonAnswer(object value) : IResult
{
    private const int TagBytes = 16;

    /// <summary>How answers are written: camel case, enumerations by name.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body).AsSpan(0, TagBytes))}\"";
        PageHeaders.AddCommon(response);
        response.Headers.CacheControl = "no-cache";
        response.Headers.ETag = tag;
        if (EntityTags.IsKnown(request.Headers.IfNoneMatch, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
