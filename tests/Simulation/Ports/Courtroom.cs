using System.Text;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The courts' servers as one process sees them: the made-up courthouse's answers, spoilt by the plan, as HTTP would bring them.</summary>
internal sealed class Courtroom(ServiceProcess process, SimulatedWorld world) : IFeedSource
{
    private static readonly TimeSpan Timeout = new CheckOptions().Timeout;

    public async Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<FeedFetch>();
        }

        world.Count("requests");
        var outage = world.Plan.Current(FaultKind.CourtOutage, court.Value, world.Now);
        var fault = outage?.Manner ?? world.Plan.Draw("court", court.Value, world.Now, FaultWeather.CourtAnswers);
        world.Truth.Asked(process, court, fault);
        await process.WaitAsync(TimeSpan.FromMilliseconds(30 + (300 * world.Plan.Chance("answering", court.Value))), cancellationToken);
        var fetch = await AnswerAsync(court, fault, eTag, lastModified, cancellationToken);
        world.Truth.Answered(process, court, fetch, fault);
        world.Trace.Add($"{process.Name} {court} {fault} {Kind(fetch)}");
        return fetch;
    }

    public async Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<bool>();
        }

        world.Count("upchecks of courts");
        var fault = world.Plan.Current(FaultKind.CourtOutage, court.Value, world.Now)?.Manner
            ?? world.Plan.Draw("upcheck", court.Value, world.Now, FaultKind.CourtDown, FaultKind.CourtDropped, FaultKind.CourtSilent);
        await process.WaitAsync(fault is FaultKind.CourtSilent ? Timeout : TimeSpan.FromMilliseconds(50), cancellationToken);
        world.Trace.Add($"{process.Name} {court} upcheck {fault}");
        return fault is not (FaultKind.CourtDown or FaultKind.CourtDropped or FaultKind.CourtSilent);
    }

    private async Task<FeedFetch> AnswerAsync(CourtId court, FaultKind fault, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.CourtDown:
                return new FeedFetch.Unavailable("HTTP 503", RetryAfter: null);
            case FaultKind.CourtAsksToWait:
                return new FeedFetch.Unavailable("HTTP 503", TimeSpan.FromSeconds(10 + Math.Floor(600 * world.Plan.Chance("retry-after", court.Value))));
            case FaultKind.CourtDropped:
                return new FeedFetch.Unavailable("the request failed", RetryAfter: null);
            case FaultKind.CourtSilent:
                await process.WaitAsync(Timeout * 3, cancellationToken);
                return new FeedFetch.Unavailable("the request failed", RetryAfter: null);
            case FaultKind.CourtHtml:
                return Page("<html><head><title>Maintenance</title></head><body><h1>CM/ECF is down for maintenance</h1></body></html>\n");
            case FaultKind.CourtRubbish:
                return Page(new string('\u0007', 300) + "<rss");
            case FaultKind.CourtLate:
                await process.WaitAsync(Timeout * 0.9 * world.Plan.Chance("late", court.Value), cancellationToken);
                break;
        }

        var answer = world.Courthouse.Answer(court, world.Now, eTag, lastModified);
        if (answer.Status == 304)
        {
            return new FeedFetch.NotModified();
        }

        return fault switch
        {
            FaultKind.CourtEmpty => new FeedFetch.Fetched(default, ETag: null, answer.LastModified),
            FaultKind.CourtTruncated => new FeedFetch.Fetched(Cut(court, answer.Body), ETag: null, answer.LastModified),
            FaultKind.CourtBroken => new FeedFetch.Fetched(Cut(court, answer.Body), answer.ETag, answer.LastModified, IsWhole: false),
            FaultKind.CourtWithoutItems => new FeedFetch.Fetched(Newest(answer.Body, 0), ETag: null, LastModified: null),
            FaultKind.CourtShrunk => new FeedFetch.Fetched(
                Newest(answer.Body, 1 + (int)(5 * world.Plan.Chance("shrunk", court.Value))), ETag: null, LastModified: null),
            _ => new FeedFetch.Fetched(answer.Body, answer.ETag, answer.LastModified),
        };
    }

    private static FeedFetch.Fetched Page(string text) => new(Encoding.ASCII.GetBytes(text), ETag: null, LastModified: null);

    private ReadOnlyMemory<byte> Cut(CourtId court, ReadOnlyMemory<byte> body) =>
        body[..(1 + (int)((body.Length - 1) * world.Plan.Chance("cut", court.Value)))];

    // The head with its first items and the end of the channel.
    private static ReadOnlyMemory<byte> Newest(ReadOnlyMemory<byte> body, int count)
    {
        var first = body.Span.IndexOf("<item>"u8);
        if (first < 0)
        {
            return body;
        }

        var end = first;
        for (var n = 0; n < count && body.Span[end..].IndexOf("</item>"u8) is var next and >= 0; n++)
        {
            end += next + "</item>"u8.Length;
        }

        return (byte[])[.. body.Span[..end], .. body.Span[body.Span.LastIndexOf("</channel>"u8)..]];
    }

    private static string Kind(FeedFetch fetch) => fetch switch
    {
        FeedFetch.Fetched fetched => $"{fetched.Body.Length} bytes",
        FeedFetch.NotModified => "304",
        FeedFetch.Unavailable unavailable => unavailable.Reason,
        _ => "?",
    };
}
