using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.Api;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Outbox;

/// <summary>Brings dead letters back into the queue, for operators.</summary>
public sealed class ReplayFunction(ReplayDeadLetters replay)
{
    [Function("PostReplay")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Admin, "post", Route = "api/operations/replay/{alert?}")] HttpRequest request, string? alert, CancellationToken cancellationToken)
    {
        IdempotencyKey? key = null;
        if (alert is not null && !IdempotencyKey.TryParse(alert, provider: null, out key))
        {
            return new Problem(StatusCodes.Status400BadRequest, "bad-request", "No alert has that id", "An alert's id has 32 hex digits; leave it out to replay all dead letters.");
        }

        var replayed = await replay.RunAsync(key is null ? [] : [key], cancellationToken);
        return Results.Json(new { replayed = replayed.Messages.Select(message => message.Key.Value), unknown = replayed.Others.Select(other => other.Value) });
    }
}
