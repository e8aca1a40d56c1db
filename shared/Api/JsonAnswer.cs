using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>What anybody may read, as JSON with an <c>ETag</c>: 304 without a body for who has it already (<c>If-None-Match</c>).</summary>
public sealed class JsonAnswer : IResult
{
    private const int TagBytes = 16;

    /// <summary>How answers are written: camel case, enumerations by name.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly byte[] _body;

    /// <param name="value">What is told; its type's properties in camel case.</param>
    public JsonAnswer(object value) => _body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json);

    private JsonAnswer(byte[] body) => _body = body;

    /// <summary>JSON that is written already, UTF-8.</summary>
    public static JsonAnswer OfBytes(byte[] json) => new(json);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(_body).AsSpan(0, TagBytes))}\"";
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
        response.ContentLength = _body.Length;
        if (!HttpMethods.IsHead(request.Method))
        {
            await response.Body.WriteAsync(_body, httpContext.RequestAborted);
        }
    }
}
