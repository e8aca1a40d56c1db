using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;

namespace Tipstaff.Api;

/// <summary>The courts, for anybody: what they are, how their checks stand, what may have been missed.</summary>
public sealed class CourtsApi(CourtStates states, CourtDirectory courts, TimeProvider time)
{
    /// <summary><c>GET /api/courts</c>: all courts, by id.</summary>
    public async Task<IResult> ListAsync(CancellationToken cancellationToken)
    {
        var known = await states.ListAsync(cancellationToken);
        var now = time.GetUtcNow();
        return new JsonAnswer(new CourtListJson(
            [.. courts.All.OrderBy(court => court.Id.Value, StringComparer.Ordinal).Select(court => CourtJson.Of(court, known.GetValueOrDefault(court.Id), now))]));
    }

    /// <summary><c>GET /api/courts/ID</c>: one court, by its id or an alias.</summary>
    public async Task<IResult> GetAsync(string id, CancellationToken cancellationToken) =>
        courts.TryFind(id, out var court)
            ? new JsonAnswer(CourtJson.Of(court, await states.FindAsync(court.Id, cancellationToken), time.GetUtcNow()))
            : Unknown();

    /// <summary>The answer where a court is named that is none.</summary>
    internal static Problem Unknown() => new(
        StatusCodes.Status404NotFound, "not-found", "There is no such court", "GET /api/courts lists the ids of all courts, such as nysd.");
}
