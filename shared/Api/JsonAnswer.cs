using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>What is read, as JSON with an <c>ETag</c>: 304 without a body for who has it already (<c>If-None-Match</c>).</summary>
public sealed class JsonAnswer : IResult
{
    /// <summary>How answers are written: camel case, enumerations by name.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly byte[] _body;
    private readonly bool _isForAnybody;

    /// <param name="value">What anybody may read; its type's properties in camel case.</param>
    public JsonAnswer(object value)
        : this(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), Json), isForAnybody: true)
    {
    }

    private JsonAnswer(byte[] body, bool isForAnybody) => (_body, _isForAnybody) = (body, isForAnybody);

    /// <summary>JSON that is written already, UTF-8, and that anybody may read.</summary>
    public static JsonAnswer OfBytes(byte[] json) => new(json, isForAnybody: true);

    /// <summary>What is for whoever asks alone: nothing on the way may keep it.</summary>
    public static JsonAnswer Private<T>(T value, JsonSerializerOptions json) => new(JsonSerializer.SerializeToUtf8Bytes(value, json), isForAnybody: false);

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var tag = EntityTags.Of(_body);
        PageHeaders.AddCommon(response);
        if (_isForAnybody)
        {
            response.Headers.CacheControl = "no-cache";
        }

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
