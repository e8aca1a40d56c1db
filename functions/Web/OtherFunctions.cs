using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>Answers what no other function below <c>/api</c> does: a method that a route has not, and routes that are not there.</summary>
public sealed class OtherFunctions(Refusals refusals)
{
    [Function("AnswerOther")]
    public Task<IResult> AnswerAsync([HttpTrigger(AuthorizationLevel.Anonymous, Route = "api/{*rest}")] HttpRequest request)
    {
        if (RouteTable.MethodsAt(request.Path) is not { Count: > 0 } methods)
        {
            return refusals.AnswerAsync(request, StatusCodes.Status404NotFound);
        }

        request.HttpContext.Response.Headers.Allow = string.Join(", ", methods);
        return refusals.AnswerAsync(request, StatusCodes.Status405MethodNotAllowed);
    }
}
