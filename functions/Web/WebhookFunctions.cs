using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The routes by which an owner has a webhook challenged, or its secret changed: each is one call into the core.</summary>
public sealed class WebhookFunctions(WebhooksApi api)
{
    [Function("PostWebhookSecret")]
    public Task<IResult> PostSecretAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/subscriptions/{id}/secret")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.PostSecretAsync(request, id, cancellationToken);

    [Function("PostWebhookChallenge")]
    public Task<IResult> PostChallengeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/subscriptions/{id}/challenge")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.PostChallengeAsync(request, id, cancellationToken);
}
