using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>Where mailboxes send courts' notices on: one call into the core, which lets nobody through without a signature.</summary>
public sealed class NoticeFunctions(NoticesApi api)
{
    [Function("PostNotice")]
    public Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/notices")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(request, cancellationToken);
}
