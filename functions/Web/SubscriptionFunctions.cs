using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The subscriptions' routes: each is one call into the core. Who asks is told by the token that the request bears.</summary>
public sealed class SubscriptionFunctions(SubscriptionsApi api, OwnersApi owners)
{
    [Function("PostSubscription")]
    public Task<IResult> PostAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/subscriptions")] HttpRequest request, CancellationToken cancellationToken) =>
        api.PostAsync(request, cancellationToken);

    [Function("GetSubscriptions")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/subscriptions")] HttpRequest request, CancellationToken cancellationToken) =>
        owners.ListAsync(request, cancellationToken);

    [Function("GetSubscription")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        owners.GetAsync(request, id, cancellationToken);

    [Function("PatchSubscription")]
    public Task<IResult> PatchAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "patch", Route = "api/subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        owners.PatchAsync(request, id, cancellationToken);

    [Function("DeleteSubscription")]
    public Task<IResult> DeleteAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = "api/subscriptions/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        owners.DeleteAsync(request, id, cancellationToken);
}
