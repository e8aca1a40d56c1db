using Microsoft.AspNetCore.Http;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Erasures;
using Tipstaff.Outbox;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>What operators look at and put right: dead letters, replays, held courts, people who want to be forgotten.</summary>
/// <remarks>
/// A head lets nobody but operators through to it. On Azure that is who sends the app's master key
/// (<c>AuthorizationLevel.Admin</c>); on one machine who asks from that machine, in its own name, and from no other site's page.
/// </remarks>
public sealed class OperationsApi(
    IOutbox outbox,
    ReplayDeadLetters replay,
    IEnumerable<IQueueLetters> queues,
    PauseCourt pause,
    CourtDirectory courts,
    EraseSubscriber erase,
    SubscriberIds ids,
    TimeProvider time)
{
    private const int QueueLetters = 50;

    /// <summary><c>GET /api/operations/dead-letters?limit=…&amp;cursor=…</c>: what was given up, the newest first, a page at a time, with an <c>ETag</c>.</summary>
    public async Task<IResult> ListDeadLettersAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Paging.Limit(request) is not { } limit)
        {
            return Paging.WrongLimit();
        }

        DeadLetterPlace? after = null;
        if (Paging.Cursor(request) is { } cursor && !DeadLetterPlace.TryParse(cursor, out after))
        {
            return Paging.WrongCursor();
        }

        var letters = await outbox.DeadLettersAsync(limit + 1, after, cancellationToken);
        var page = letters.Take(limit).ToList();
        List<QueueLetter> ofQueues = [];
        foreach (var queue in after is null ? queues : [])
        {
            ofQueues.AddRange(await queue.ListAsync(QueueLetters, cancellationToken));
        }

        var list = new DeadLetterListJson(
            [.. page.Select(letter => new DeadLetterJson(letter.Key.Value, letter.Reason, letter.At, letter.Attempts, letter.Trace))],
            ofQueues,
            letters.Count > limit ? page[^1].Place.ToString() : null);
        return JsonAnswer.Private(list, JsonAnswer.Json);
    }

    /// <summary><c>POST /api/operations/replay[/ALERT]</c>: dead letters back into the queue, one or all. Doing it twice is doing it once.</summary>
    /// <param name="request">The request.</param>
    /// <param name="alert">Which; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> ReplayAsync(HttpRequest request, string? alert, CancellationToken cancellationToken)
    {
        IdempotencyKey? key = null;
        if (alert is not null && !IdempotencyKey.TryParse(alert, provider: null, out key))
        {
            return new Problem(
                StatusCodes.Status400BadRequest, "bad-request", "No alert has that id", "An alert's id has 32 hex digits; leave it out to replay all dead letters.");
        }

        var replayed = await replay.RunAsync(key is null ? [] : [key], cancellationToken);
        return Answer(request, new ReplayedJson(
            [.. replayed.Messages.Select(message => message.Key.Value)], [.. replayed.Others.Select(other => other.Value)]));
    }

    /// <summary><c>POST /api/operations/courts/ID/hold</c> with <c>{"minutes":…}</c> or <c>{"until":…}</c>: nobody asks the court until then.</summary>
    public async Task<IResult> HoldAsync(HttpRequest request, string id, CancellationToken cancellationToken)
    {
        if (!courts.TryFind(id, out var court))
        {
            return CourtsApi.Unknown();
        }

        var (json, refusal) = await ReadAsync(request, cancellationToken);
        if (json is null)
        {
            return refusal;
        }

        var now = time.GetUtcNow();
        return HoldBody.Read(json, now, out var errors) is { } until
            ? Answer(request, CourtJson.Of(court, await pause.RunAsync(court.Id, until, cancellationToken), now))
            : Wrong(errors);
    }

    /// <summary>
    /// <c>POST /api/operations/courts/ID/release</c>: ends the operators' hold, and only that. A court that its own circuit breaker
    /// holds stays held until its trial: it is the court that is in trouble.
    /// </summary>
    public async Task<IResult> ReleaseAsync(HttpRequest request, string id, CancellationToken cancellationToken) =>
        courts.TryFind(id, out var court)
            ? Answer(request, CourtJson.Of(court, await pause.RunAsync(court.Id, until: null, cancellationToken), time.GetUtcNow()))
            : CourtsApi.Unknown();

    /// <summary>
    /// <c>POST /api/operations/erasures</c> with <c>{"email":…}</c>: forgets somebody who asked for it by other means than a link of ours.
    /// Doing it twice is doing it once, and a stranger is answered alike. The address stands in the body alone: what is in a URL is logged on its way.
    /// </summary>
    public async Task<IResult> EraseAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var (json, refusal) = await ReadAsync(request, cancellationToken);
        if (json is null)
        {
            return refusal;
        }

        if (ErasureBody.Read(json, out var errors) is not { } address)
        {
            return Wrong(errors);
        }

        await erase.RunAsync(ids.Of(address), cancellationToken);
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.NoContent();
    }

    // The body, or what is answered in its place.
    private static async Task<(byte[]? Body, IResult Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!JsonBody.IsSent(request))
        {
            return (null, JsonBody.NotSent());
        }

        return (
            await JsonBody.BytesAsync(request, cancellationToken),
            new Problem(StatusCodes.Status413PayloadTooLarge, "too-large", "The body is too large", $"Send at most {JsonBody.MaxBytes} bytes."));
    }

    private static Problem Wrong(Dictionary<string, string> errors) =>
        new(StatusCodes.Status400BadRequest, "invalid-request", "The request cannot be read", "Correct the fields named in errors and send it again.", errors);

    private static IResult Answer<T>(HttpRequest request, T value)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Json(value, JsonAnswer.Json);
    }
}

/// <summary>A page of dead letters.</summary>
/// <param name="DeadLetters">The messages given up, the newest first.</param>
/// <param name="QueueLetters">What the queues gave up, the newest first; on the first page alone, and only where there are queues.</param>
/// <param name="Next">What to send as <c>cursor</c> for those that follow; null when these are the last.</param>
public sealed record DeadLetterListJson(IReadOnlyList<DeadLetterJson> DeadLetters, IReadOnlyList<QueueLetter> QueueLetters, string? Next);

/// <summary>A message that was given up.</summary>
/// <param name="Key">The message; an alert's id, as a replay takes it.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Attempts">After how many attempts.</param>
/// <param name="Trace">The trace that it belongs to: the <c>X-Tipstaff-Trace</c> of its mail, by which logs are searched.</param>
public sealed record DeadLetterJson(string Key, string Reason, DateTimeOffset At, int Attempts, string Trace);

/// <summary>What a replay did.</summary>
/// <param name="Replayed">The messages that wait again.</param>
/// <param name="Unknown">Keys that are of no dead letter.</param>
public sealed record ReplayedJson(IReadOnlyList<string> Replayed, IReadOnlyList<string> Unknown);
