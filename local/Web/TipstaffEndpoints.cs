using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tipstaff.Api;

namespace Tipstaff.Local.Web;

/// <summary>Binds the HTTP interface: each route is one call into the core.</summary>
internal static class TipstaffEndpoints
{
    public static void MapTipstaff(this WebApplication app)
    {
        app.MapPost("/api/subscriptions", (HttpRequest request, SubscriptionsApi api, CancellationToken cancellationToken) =>
            api.PostAsync(request, cancellationToken));
        app.MapGet("/health/live", () => Results.Text("alive"));
    }
}
