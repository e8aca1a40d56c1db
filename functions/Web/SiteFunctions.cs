using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;
using Tipstaff.Api.Description;
using Tipstaff.Health;

namespace Tipstaff.Functions.Web;

/// <summary>The pages that everybody may see, and the looks of whoever watches the app.</summary>
public sealed class SiteFunctions(SitePages pages, SubscribePages subscribe, HealthChecks health, ApiDocument document)
{
    // The host serves its own page at the root unless a route matches the empty path.
    [Function("GetHome")]
    public Task<IResult> GetHomeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "{nothing:maxlength(0)?}")] HttpRequest request, CancellationToken cancellationToken) =>
        subscribe.GetAsync(isOperator: false, cancellationToken);

    [Function("GetSubscribe")]
    public Task<IResult> GetSubscribeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "subscribe")] HttpRequest request, CancellationToken cancellationToken) =>
        subscribe.GetAsync(isOperator: false, cancellationToken);

    [Function("PostSubscribe")]
    public Task<IResult> PostSubscribeAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "subscribe")] HttpRequest request, CancellationToken cancellationToken) =>
        subscribe.PostAsync(request, isOperator: false, cancellationToken);

    [Function("GetStatus")]
    public Task<IResult> GetStatusAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "status")] HttpRequest request, CancellationToken cancellationToken) =>
        pages.GetStatusAsync(request, isOperator: false, cancellationToken);

    [Function("GetStyle")]
    public IResult GetStyle([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "site.css")] HttpRequest request) =>
        SitePages.GetStyle(request.HttpContext.Response);

    [Function("GetScript")]
    public IResult GetScript([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "site.js")] HttpRequest request) =>
        SitePages.GetScript(request.HttpContext.Response);

    [Function("GetOpenApi")]
    public Task<IResult> GetOpenApiAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "openapi/v1.json")] HttpRequest request) =>
        document.GetAsync();

    [Function("GetHealth")]
    public Task<IResult> GetHealthAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health")] HttpRequest request, CancellationToken cancellationToken) =>
        health.GetAsync(cancellationToken);

    [Function("GetLive")]
    public IResult GetLive([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "health/live")] HttpRequest request) => Results.Text("alive");
}
