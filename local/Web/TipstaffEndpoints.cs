using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;
using Tipstaff.Api.Description;
using Tipstaff.Health;
using Tipstaff.Pages;

namespace Tipstaff.Local.Web;

/// <summary>Binds the HTTP interface: each route is one call into the core.</summary>
internal static class TipstaffEndpoints
{
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public static void MapTipstaff(this WebApplication app)
    {
        app.UseRefusals();
        app.UseLimits();
        app.MapPost("/api/subscriptions", (HttpRequest request, SubscriptionsApi api, CancellationToken ct) => api.PostAsync(request, ct));
        app.MapMethods("/api/subscriptions", Read, (HttpRequest request, OwnersApi api, CancellationToken ct) => api.ListAsync(request, ct));
        app.MapMethods("/api/subscriptions/{id}", Read, (HttpRequest request, string id, OwnersApi api, CancellationToken ct) => api.GetAsync(request, id, ct));
        app.MapPatch("/api/subscriptions/{id}", (HttpRequest request, string id, OwnersApi api, CancellationToken ct) => api.PatchAsync(request, id, ct));
        app.MapDelete("/api/subscriptions/{id}", (HttpRequest request, string id, OwnersApi api, CancellationToken ct) => api.DeleteAsync(request, id, ct));
        app.MapPost("/api/subscriptions/{id}/secret", (HttpRequest request, string id, WebhooksApi api, CancellationToken ct) => api.PostSecretAsync(request, id, ct));
        app.MapPost("/api/subscriptions/{id}/challenge", (HttpRequest request, string id, WebhooksApi api, CancellationToken ct) => api.PostChallengeAsync(request, id, ct));
        app.MapDelete("/api/subscribers/me", (HttpRequest request, SubscriberApi api, CancellationToken ct) => api.DeleteAsync(request, ct));
        app.MapMethods("/api/subscribers/me/export", Read, (HttpRequest request, SubscriberApi api, CancellationToken ct) => api.ExportAsync(request, ct));
        app.MapMethods("/confirm", Read, (HttpRequest request, LinkPages pages, CancellationToken ct) => pages.GetConfirmAsync(request, ct));
        app.MapPost("/confirm", (HttpRequest request, LinkPages pages, CancellationToken ct) => pages.PostConfirmAsync(request, ct));
        app.MapMethods("/unsubscribe", Read, (HttpRequest request, LinkPages pages, CancellationToken ct) => pages.GetUnsubscribeAsync(request, ct));
        app.MapPost("/unsubscribe", (HttpRequest request, LinkPages pages, CancellationToken ct) => pages.PostUnsubscribeAsync(request, ct));
        app.MapMethods("/manage", Read, (HttpRequest request, ManagePages pages, CancellationToken ct) => pages.GetAsync(request, ct));
        app.MapPost("/manage", (HttpRequest request, ManagePages pages, CancellationToken ct) => pages.PostAsync(request, ct));
        app.MapMethods("/", Read, (HttpRequest request, SubscribePages pages, CancellationToken ct) => pages.GetAsync(KnownHosts.IsFromThisMachine(request.HttpContext), ct));
        app.MapMethods("/subscribe", Read, (HttpRequest request, SubscribePages pages, CancellationToken ct) => pages.GetAsync(KnownHosts.IsFromThisMachine(request.HttpContext), ct));
        app.MapPost("/subscribe", (HttpRequest request, SubscribePages pages, CancellationToken ct) => pages.PostAsync(request, KnownHosts.IsFromThisMachine(request.HttpContext), ct));
        app.MapMethods(SiteScript.Path, Read, (HttpResponse response) => SitePages.GetScript(response));
        app.MapMethods("/status", Read, (HttpRequest request, SitePages pages, CancellationToken ct) => pages.GetStatusAsync(request, KnownHosts.IsFromThisMachine(request.HttpContext), ct));
        app.MapMethods(SiteStyle.Path, Read, (HttpResponse response) => SitePages.GetStyle(response));
        app.MapMethods(ApiDocument.Path, Read, (ApiDocument document) => document.GetAsync());
        app.MapMethods("/health", Read, (HealthChecks health, CancellationToken ct) => health.GetAsync(ct));
        app.MapMethods("/health/live", Read, () => Results.Text("alive"));
        app.MapMethods("/api/courts", Read, (CourtsApi api, CancellationToken ct) => api.ListAsync(ct));
        app.MapMethods("/api/courts/{id}", Read, (string id, CourtsApi api, CancellationToken ct) => api.GetAsync(id, ct));
        app.MapMethods("/api/dockets/{court}/{number}", Read, (HttpRequest request, string court, string number, DocketsApi api, CancellationToken ct) => api.GetAsync(request, court, number, ct));
        app.MapPost("/api/notices", (HttpRequest request, NoticesApi api, CancellationToken ct) => api.PostAsync(request, ct));
        app.MapOperations();
        if (app.Services.GetRequiredService<SiteFacts>().HasOutbox)
        {
            app.MapGroup("").AddEndpointFilter(async (context, next) => KnownHosts.IsFromThisMachine(context.HttpContext) ? await next(context) : Results.NotFound())
                .MapOutbox();
        }
    }

    private static void MapOutbox(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/outbox", Read, (OutboxPages pages, CancellationToken ct) => pages.GetListAsync(ct));
        app.MapMethods("/outbox/{key}", Read, (string key, OutboxPages pages, CancellationToken ct) => pages.GetMailAsync(key, ct));
        app.MapMethods("/outbox/{key}/html", Read, (string key, OutboxPages pages, CancellationToken ct) => pages.GetHtmlAsync(key, ct));
    }
}
