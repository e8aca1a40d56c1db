using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Tipstaff.Api;

namespace Tipstaff.Local.Web;

/// <summary>Binds the operators' routes, for this machine alone: to all others they are not there.</summary>
internal static class OperationsEndpoints
{
    public static void MapOperations(this WebApplication app)
    {
        var operations = app.MapGroup("/api/operations")
            .AddEndpointFilter(async (context, next) => IsOperator(context.HttpContext) ? await next(context) : Results.NotFound());
        operations.MapMethods("/dead-letters", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, OperationsApi api, CancellationToken ct) => api.ListDeadLettersAsync(request, ct));
        operations.MapPost("/replay/{alert?}", (HttpRequest request, string? alert, OperationsApi api, CancellationToken ct) => api.ReplayAsync(request, alert, ct));
        operations.MapPost("/courts/{id}/hold", (HttpRequest request, string id, OperationsApi api, CancellationToken ct) => api.HoldAsync(request, id, ct));
        operations.MapPost("/courts/{id}/release", (HttpRequest request, string id, OperationsApi api, CancellationToken ct) => api.ReleaseAsync(request, id, ct));
        operations.MapPost("/erasures", (HttpRequest request, OperationsApi api, CancellationToken ct) => api.EraseAsync(request, ct));
        operations.MapMethods("/migrations", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request, MigrationsApi api, CancellationToken ct) => api.EstimateAsync(request, ct));
        operations.MapPost("/migrations", (HttpRequest request, MigrationsApi api, CancellationToken ct) => api.RunAsync(request, ct));
    }

    // A page of any site can have its reader's browser post here, and names itself when it does.
    private static bool IsOperator(HttpContext context)
    {
        var (site, origin) = (context.Request.Headers["Sec-Fetch-Site"].ToString(), context.Request.Headers.Origin.ToString());
        return KnownHosts.IsFromThisMachine(context)
            && site is ("" or "none" or "same-origin")
            && (origin.Length == 0 || origin == $"{context.Request.Scheme}://{context.Request.Host}");
    }
}
