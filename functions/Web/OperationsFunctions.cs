using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;

namespace Tipstaff.Functions.Web;

/// <summary>The operators' routes: the host asks for the master key.</summary>
public sealed class OperationsFunctions(OperationsApi api, MigrationsApi migrations)
{
    [Function("GetDeadLetters")]
    public Task<IResult> ListDeadLettersAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", "head", Route = "api/operations/dead-letters")] HttpRequest request, CancellationToken cancellationToken) =>
        api.ListDeadLettersAsync(request, cancellationToken);

    [Function("PostReplay")]
    public Task<IResult> ReplayAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/replay/{alert?}")] HttpRequest request, string? alert, CancellationToken cancellationToken) =>
        api.ReplayAsync(request, alert, cancellationToken);

    [Function("PostHold")]
    public Task<IResult> HoldAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/courts/{id}/hold")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.HoldAsync(request, id, cancellationToken);

    [Function("PostRelease")]
    public Task<IResult> ReleaseAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/courts/{id}/release")] HttpRequest request, string id, CancellationToken cancellationToken) =>
        api.ReleaseAsync(request, id, cancellationToken);

    [Function("PostErasure")]
    public Task<IResult> EraseAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/erasures")] HttpRequest request, CancellationToken cancellationToken) =>
        api.EraseAsync(request, cancellationToken);

    [Function("GetMigrations")]
    public Task<IResult> EstimateMigrationsAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "get", "head", Route = "api/operations/migrations")] HttpRequest request, CancellationToken cancellationToken) =>
        migrations.EstimateAsync(request, cancellationToken);

    [Function("PostMigrations")]
    public Task<IResult> MigrateAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/migrations")] HttpRequest request, CancellationToken cancellationToken) =>
        migrations.RunAsync(request, cancellationToken);
}
