using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The service's own reader of feeds before the courts' servers, and what the truth has to know of each request.</summary>
internal sealed class Courtroom(ServiceProcess process, SimulatedWorld world, IOptions<CheckOptions> options) : IFeedSource
{
    private readonly HttpFeedSource _reader = new(options, process.Clock, new CourtServers(process, world));

    public async Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<FeedFetch>();
        }

        world.Count("requests");
        var request = CourtServers.Begin();
        var fetching = _reader.FetchAsync(court, feed, eTag, lastModified, cancellationToken);
        world.Truth.Asked(process, court, request.Fault);
        var fetch = await fetching;
        world.Truth.Answered(process, court, fetch, request.Fault, request.AnsweredAt ?? world.Now);
        world.Trace.Add($"{process.Name} {court} {request.Fault} {Kind(fetch)}");
        return fetch;
    }

    public async Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        if (!process.IsAlive)
        {
            return await ServiceProcess.Never<bool>();
        }

        world.Count("upchecks of courts");
        var request = CourtServers.Begin();
        var isUp = await _reader.UpcheckAsync(court, feed, cancellationToken);
        world.Trace.Add($"{process.Name} {court} upcheck {request.Fault}");
        return isUp;
    }

    private static string Kind(FeedFetch fetch) => fetch switch
    {
        FeedFetch.Fetched fetched => $"{fetched.Body.Length} bytes",
        FeedFetch.NotModified => "304",
        FeedFetch.Unavailable unavailable => unavailable.Reason,
        _ => "?",
    };
}
