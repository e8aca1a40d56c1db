using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The courts' and dockets' routes, for anybody.</summary>
public sealed class CourtFunctions(CourtsApi courts, DocketsApi dockets)
{
    [Function("GetCourts")]
    public Task<IResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/courts")] HttpRequest request, CancellationToken cancellationToken) =>
        courts.ListAsync(cancellationToken);

    [Function("GetCourt")]
    public Task<IResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/courts/{id}")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        courts.GetAsync(id, cancellationToken);

    [Function("GetDocket")]
    public Task<IResult> GetDocketAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "api/dockets/{court}/{number}")] HttpRequest request,
        string court,
        string number,
        CancellationToken cancellationToken) =>
        dockets.GetAsync(request, court, number, cancellationToken);
}
