using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Tipstaff.Courthouse;
using Tipstaff.Courts;

namespace Tipstaff.Local.Web;

/// <summary>Serves the made-up courthouse's feeds over HTTP, faults and all.</summary>
internal static class CourthouseEndpoints
{
    /// <summary>Maps <c>/{court}.xml</c> for each court, and a list of them at <c>/</c>.</summary>
    /// <param name="endpoints">Where.</param>
    /// <param name="courthouse">Whose feeds.</param>
    /// <param name="clock">The time at which the courts are asked, and the clock by which slow answers come.</param>
    public static IEndpointRouteBuilder MapCourthouse(this IEndpointRouteBuilder endpoints, MadeUpCourthouse courthouse, TimeProvider clock)
    {
        endpoints.MapMethods("/{courtId}.xml", [HttpMethods.Get, HttpMethods.Head], (string courtId, HttpContext context) =>
            CourtId.TryParse(courtId, out var court)
                ? AnswerAsync(context, courthouse, court, clock)
                : NotFoundAsync(context));
        endpoints.MapGet("/", (HttpRequest request) => List(courthouse, $"{request.Scheme}://{request.Host}"));
        return endpoints;
    }

    /// <summary>The courts with the addresses of their feeds, a line each.</summary>
    public static string List(MadeUpCourthouse courthouse, string site)
    {
        var list = new StringBuilder();
        foreach (var court in courthouse.Courts)
        {
            list.Append(CultureInfo.InvariantCulture, $"{court.Id.Value,-6}{site}/{court.Id}.xml  {court.Name}\n");
        }

        return list.ToString();
    }

    private static Task NotFoundAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task AnswerAsync(HttpContext context, MadeUpCourthouse courthouse, CourtId court, TimeProvider clock)
    {
        var (request, response) = (context.Request, context.Response);
        var answer = courthouse.Answer(court, clock.GetUtcNow(), request.Headers.IfNoneMatch, request.Headers.IfModifiedSince);
        if (answer.Delay > TimeSpan.Zero)
        {
            await Task.Delay(answer.Delay, clock, context.RequestAborted);
        }

        if (answer.CutAfter is 0)
        {
            context.Abort();
            return;
        }

        response.StatusCode = answer.Status;
        response.Headers.ETag = answer.ETag;
        response.Headers.LastModified = answer.LastModified;
        response.Headers.RetryAfter = answer.RetryAfter is { } wait ? ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture) : null;
        if (answer.Status is StatusCodes.Status304NotModified)
        {
            return;
        }

        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        if (HttpMethods.IsHead(request.Method))
        {
            return;
        }

        await response.Body.WriteAsync(answer.CutAfter is { } cut ? answer.Body[..cut] : answer.Body, context.RequestAborted);
        if (answer.CutAfter is not null)
        {
            await response.Body.FlushAsync(context.RequestAborted);
            context.Abort();
        }
    }
}
