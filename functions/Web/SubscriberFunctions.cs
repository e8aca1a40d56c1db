using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The routes by which a subscriber takes all data along, or has it erased: each is one call into the core.</summary>
public sealed class SubscriberFunctions(SubscriberApi api)
{
    [Function("GetExport")]
    public Task<IResult> ExportAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/subscribers/me/export")] HttpRequest request, CancellationToken cancellationToken) =>
        api.ExportAsync(request, cancellationToken);

    [Function("DeleteSubscriber")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/subscribers/me")] HttpRequest request, CancellationToken cancellationToken) =>
        api.DeleteAsync(request, cancellationToken);
}
