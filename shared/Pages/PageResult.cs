using System.Text;
using Microsoft.AspNetCore.Http;

namespace Tipstaff.Pages;

/// <summary>An HTML page as an answer, with the security headers that every page bears.</summary>
/// <param name="html">The whole document.</param>
/// <param name="status">The HTTP status.</param>
/// <param name="policy">Its <c>Content-Security-Policy</c>.</param>
public sealed class PageResult(string html, int status = StatusCodes.Status200OK, string policy = PageHeaders.ContentSecurityPolicy) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        var body = Encoding.UTF8.GetBytes(html);
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = body.Length;
        response.Headers.ContentSecurityPolicy = policy;
        PageHeaders.AddCommon(response);
        if (!HttpMethods.IsHead(httpContext.Request.Method))
        {
            await response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
