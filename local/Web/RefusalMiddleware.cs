using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Api;

namespace Tipstaff.Local.Web;

/// <summary>Sees to it that every request gets an answer with a body: where a route failed, and where there is none.</summary>
internal static class RefusalMiddleware
{
    public static void UseRefusals(this WebApplication app)
    {
        var refusals = app.Services.GetRequiredService<Refusals>();
        app.Use(async (context, next) =>
        {
            var response = context.Response;
            try
            {
                await next(context);
            }
            catch (Exception left) when (left is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
            {
                // The client left: nobody hears an answer, and nothing is wrong.
                return;
            }
            catch (Exception error) when (!response.HasStarted)
            {
                response.Clear();
                response.StatusCode = StatusOf(error, context, app.Logger);
            }

            if (response is { HasStarted: false, StatusCode: >= StatusCodes.Status400BadRequest, ContentType: null, ContentLength: null })
            {
                var answer = await refusals.AnswerAsync(context.Request, response.StatusCode);
                await answer.ExecuteAsync(context);
            }
        });
    }

    private static int StatusOf(Exception error, HttpContext context, ILogger logger)
    {
        if (error is BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }

        // The route as it is mapped, as the address itself is the client's text and may bear a token.
        logger.RequestFailed(context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText, error);
        return StatusCodes.Status500InternalServerError;
    }
}
