using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>An error as programs get it: <c>application/problem+json</c> (RFC 9457).</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="type">What its <c>type</c>, <c>urn:tipstaff:problem:…</c>, ends in. Programs rely on it: it never changes.</param>
/// <param name="title">What is wrong; the same for each of a type.</param>
/// <param name="detail">What to do about it.</param>
/// <param name="errors">By field of the request, a sentence each; null where no field is to blame.</param>
/// <param name="code">Which of the reasons of a type it is, where programs may want to know; it never changes either. Null for none.</param>
public sealed class Problem(
    int status, string type, string title, string detail, IReadOnlyDictionary<string, string>? errors = null, string? code = null) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = new ProblemDetails { Status = status, Type = $"urn:tipstaff:problem:{type}", Title = title, Detail = detail };
        if (errors is not null)
        {
            problem.Extensions["errors"] = errors;
        }

        if (code is not null)
        {
            problem.Extensions["code"] = code;
        }

        PageHeaders.AddCommon(httpContext.Response);
        httpContext.Response.StatusCode = status;
        return httpContext.Response.WriteAsJsonAsync(
            problem, options: null, "application/problem+json", httpContext.RequestAborted);
    }
}
