using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Api;
using Tipstaff.Limits;

namespace Tipstaff.Functions.Web;

/// <summary>Sees to it that every HTTP request which reaches a function gets an answer with a body, where the function failed or its client asks too often, too.</summary>
public sealed class RefusalMiddleware(Refusals refusals, RequestLimits limits, ILogger<RefusalMiddleware> logger) : IFunctionsWorkerMiddleware
{
    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is not { } http)
        {
            // No ConfigureAwait: around an orchestrator it would leave the instance running for ever.
            await next(context);
            return;
        }

        if (!limits.TryTake(http.Request))
        {
            context.GetInvocationResult().Value = await refusals.AnswerAsync(http.Request, StatusCodes.Status429TooManyRequests);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception left) when (left is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            // The client left: nobody hears an answer, and nothing is wrong.
        }
        catch (Exception error) when (!http.Response.HasStarted)
        {
            context.GetInvocationResult().Value = await refusals.AnswerAsync(http.Request, StatusOf(error, http, context));
        }
    }

    private int StatusOf(Exception error, HttpContext http, FunctionContext context)
    {
        if (error is BadHttpRequestException refused)
        {
            return refused.StatusCode;
        }

        // The function's name, as the address itself is the client's text and may bear a token.
        logger.RequestFailed(http.Request.Method, context.FunctionDefinition.Name, error);
        return StatusCodes.Status500InternalServerError;
    }
}
