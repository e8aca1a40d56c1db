using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The pages behind the links of mails: the token in the link is the authorization.</summary>
public sealed class LinkFunctions(LinkPages pages, ManagePages manage)
{
    [Function("GetConfirm")]
    public Task<IResult> GetConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "confirm")] HttpRequest request, CancellationToken cancellationToken) =>
        pages.GetConfirmAsync(request, cancellationToken);

    [Function("PostConfirm")]
    public Task<IResult> PostConfirmAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "confirm")] HttpRequest request, CancellationToken cancellationToken) =>
        pages.PostConfirmAsync(request, cancellationToken);

    [Function("GetUnsubscribe")]
    public Task<IResult> GetUnsubscribeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "unsubscribe")] HttpRequest request, CancellationToken cancellationToken) =>
        pages.GetUnsubscribeAsync(request, cancellationToken);

    [Function("PostUnsubscribe")]
    public Task<IResult> PostUnsubscribeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "unsubscribe")] HttpRequest request, CancellationToken cancellationToken) =>
        pages.PostUnsubscribeAsync(request, cancellationToken);

    [Function("GetManage")]
    public Task<IResult> GetManageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "manage")] HttpRequest request, CancellationToken cancellationToken) =>
        manage.GetAsync(request, cancellationToken);

    [Function("PostManage")]
    public Task<IResult> PostManageAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "manage")] HttpRequest request, CancellationToken cancellationToken) =>
        manage.PostAsync(request, cancellationToken);
}
