using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The subscriptions' routes: each is one call into the core.</summary>
public sealed class SubscriptionFunctions(SubscriptionsApi api)
{
    [Function("PostSubscription")]
    public Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/subscriptions")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(request, cancellationToken);
}
