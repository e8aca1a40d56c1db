using Microsoft.AspNetCore.Http;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>What is answered where no route has an answer: a problem to programs (below <c>/api</c>), a page to people. Neither tells why we failed.</summary>
public sealed class Refusals(PageRenderer pages)
{
    /// <summary>The answer to a request that was refused or failed.</summary>
    /// <param name="request">The request.</param>
    /// <param name="status">The HTTP status, 400 to 599.</param>
    /// <remarks>
    /// The methods that a route has are told in <c>Allow</c> by whoever knows that its method was wrong; to who asks for just that
    /// (<c>OPTIONS</c>) they are the answer.
    /// </remarks>
    public async Task<IResult> AnswerAsync(HttpRequest request, int status)
    {
        if (status == StatusCodes.Status405MethodNotAllowed && HttpMethods.IsOptions(request.Method))
        {
            PageHeaders.AddCommon(request.HttpContext.Response);
            return Results.NoContent();
        }

        var refusal = Refusal.Of(status);
        return request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
            ? new Problem(status, refusal.Type, refusal.Message.Title, refusal.Message.Text)
            : new PageResult(await pages.MessageAsync(refusal.Message), status);
    }

    private sealed record Refusal(string Type, MessageModel Message)
    {
        public static Refusal Of(int status) => status switch
        {
            StatusCodes.Status404NotFound => new("not-found", MessageModel.NotFound),
            StatusCodes.Status405MethodNotAllowed => new("method-not-allowed", MessageModel.WrongMethod),
            StatusCodes.Status408RequestTimeout => new("timeout", MessageModel.TooSlow),
            StatusCodes.Status429TooManyRequests => new("too-many-requests", MessageModel.TooMany),
            StatusCodes.Status413PayloadTooLarge => new("too-large", MessageModel.TooLarge),
            >= StatusCodes.Status500InternalServerError => new("failed", MessageModel.Failed),
            _ => new("bad-request", MessageModel.BadRequest),
        };
    }
}
