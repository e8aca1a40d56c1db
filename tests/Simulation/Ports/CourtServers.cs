using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Tipstaff.Courts;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The courts' servers as the HTTP client of one process sees them: the made-up courthouse's answers, spoilt by the plan.</summary>
internal sealed class CourtServers(ServiceProcess process, SimulatedWorld world) : HttpMessageHandler
{
    private static readonly AsyncLocal<CourtExchange?> Current = new();

    private static readonly FaultKind[] Upchecks = [FaultKind.CourtDown, FaultKind.CourtDropped, FaultKind.CourtSilent];

    /// <summary>What the next request of the caller meets, filled in as it is answered.</summary>
    public static CourtExchange Begin() => Current.Value = new CourtExchange();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = Current.Value ?? throw new InvalidOperationException("A court is asked past the courtroom.");
        var court = CourtOf(request.RequestUri!);
        var isUpcheck = request.Method == HttpMethod.Head;
        exchange.Fault = world.Plan.Current(FaultKind.CourtOutage, court.Value, world.Now)?.Manner
            ?? (isUpcheck
                ? world.Plan.Draw("upcheck", court.Value, world.Now, Upchecks)
                : world.Plan.Draw("court", court.Value, world.Now, FaultWeather.CourtAnswers) is var drawn and not FaultKind.None ? drawn
                : world.Plan.Current(FaultKind.CourtSlow, court.Value, world.Now) is not null ? FaultKind.CourtLate
                : FaultKind.None);
        var answered = new TaskCompletionSource<HttpResponseMessage>();
        _ = TellAsync(answered, isUpcheck ? LookAsync(court, exchange.Fault, cancellationToken) : AnswerAsync(court, exchange, request, cancellationToken));
        return answered.Task;
    }

    // HttpClient goes on without a context: told within one, it would go on on a thread of the pool.
    private static async Task TellAsync(TaskCompletionSource<HttpResponseMessage> answered, Task<HttpResponseMessage> answering)
    {
        await Task.WhenAny(answering);
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            answered.SetFromTask(answering);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private CourtId CourtOf(Uri feed) =>
        world.Courthouse.Courts.FirstOrDefault(court => court.Feed == feed)?.Id
        ?? throw new HttpRequestException(HttpRequestError.NameResolutionError, $"There is no court at {feed}.");

    private async Task<HttpResponseMessage> LookAsync(CourtId court, FaultKind fault, CancellationToken cancellationToken)
    {
        await process.WaitAsync(fault is FaultKind.CourtSilent ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(50), cancellationToken);
        return fault switch
        {
            FaultKind.CourtDropped => throw Refused(court),
            FaultKind.CourtDown => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
            _ => new HttpResponseMessage(HttpStatusCode.OK),
        };
    }

    private async Task<HttpResponseMessage> AnswerAsync(CourtId court, CourtExchange exchange, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await process.WaitAsync(TimeSpan.FromMilliseconds(30 + (300 * world.Plan.Chance("answering", court.Value))), cancellationToken);
        switch (exchange.Fault)
        {
            case FaultKind.CourtDown:
                return new HttpResponseMessage(world.Plan.Chance("down", court.Value) < 0.5 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.BadGateway);
            case FaultKind.CourtAsksToWait:
                return AskToWait(court);
            case FaultKind.CourtDropped:
                throw Refused(court);
            case FaultKind.CourtSilent:
                await process.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
            case FaultKind.CourtLate when world.Plan.Chance("late how", court.Value) < 0.5:
                await process.WaitAsync(Late(court), cancellationToken);
                return Answer(court, exchange, request, TimeSpan.Zero);
            case FaultKind.CourtLate:
                return Answer(court, exchange, request, Late(court));
        }

        return Answer(court, exchange, request, TimeSpan.Zero);
    }

    private HttpResponseMessage Answer(CourtId court, CourtExchange exchange, HttpRequestMessage request, TimeSpan slowly)
    {
        exchange.AnsweredAt = world.Now;
        var answer = world.Courthouse.Answer(court, world.Now, Header(request, "If-None-Match"), Header(request, "If-Modified-Since"));
        var spoilt = SpoiltFeed.Of(exchange.Fault, answer.Body, () => world.Plan.Chance("spoilt", court.Value));
        if (spoilt is null && answer.Status == (int)HttpStatusCode.NotModified)
        {
            return new HttpResponseMessage(HttpStatusCode.NotModified);
        }

        var body = spoilt ?? new SpoiltFeed(answer.Body);
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new CourtBody(body.Body, body.BreaksOff, slowly, process)) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(body.IsPage ? "text/html" : answer.ContentType);
        response.Content.Headers.ContentLength = body.BreaksOff ? answer.Body.Length : slowly > TimeSpan.Zero ? null : body.Body.Length;
        if (spoilt is null || body.BreaksOff)
        {
            response.Headers.TryAddWithoutValidation("ETag", answer.ETag is { } tag ? [tag] : []);
        }

        if (!body.IsPage)
        {
            response.Content.Headers.TryAddWithoutValidation("Last-Modified", answer.LastModified is { } moment ? [moment] : []);
        }

        return response;
    }

    // In seconds or as a moment: courts send either.
    private HttpResponseMessage AskToWait(CourtId court)
    {
        var wait = TimeSpan.FromSeconds(10 + Math.Floor(600 * world.Plan.Chance("retry-after", court.Value)));
        var chance = world.Plan.Chance("retry-after how", court.Value);
        var response = new HttpResponseMessage(chance < 0.5 ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.TooManyRequests);
        response.Headers.RetryAfter = chance is < 0.25 or >= 0.75 ? new RetryConditionHeaderValue(wait) : new RetryConditionHeaderValue(world.Now + wait);
        return response;
    }

    // A court that is slow for hours takes nearly all the time that it is given, each time anew.
    private TimeSpan Late(CourtId court) => world.Plan.Current(FaultKind.CourtSlow, court.Value, world.Now) is not null
        ? world.Scenario.CourtTimeout * (0.6 + (0.3 * world.Plan.Chance("slow", court.Value)))
        : TimeSpan.FromSeconds(9 * Math.Sqrt(world.Plan.Chance("late", court.Value)));

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    private static HttpRequestException Refused(CourtId court) =>
        new(HttpRequestError.ConnectionError, $"Connection refused by {court}.", new SocketException((int)SocketError.ConnectionRefused));
}

/// <summary>One request to a court, and what it met.</summary>
internal sealed class CourtExchange
{
    public FaultKind Fault { get; set; }

    /// <summary>When the court made its answer; null where it made none.</summary>
    public DateTimeOffset? AnsweredAt { get; set; }
}
