using System.Buffers;
using System.Buffers.Text;
using System.Text;
using Microsoft.AspNetCore.Http;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Api;

/// <summary>The dockets, for anybody: what courts' feeds have shown of them.</summary>
public sealed class DocketsApi(IDockets dockets, CourtStates states, CourtDirectory courts, TimeProvider time)
{
    private const int MaxCursorLength = 400;

    // 1:24-cv-01234-ABC, MDL No. 2168: an odd encoding of anything else is not to be taken for what follows a number.
    private static readonly SearchValues<char> OfNumbers =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ:-. ");

    /// <summary><c>GET /api/dockets/COURT/NUMBER?limit=…&amp;cursor=…</c>: the docket's known entries, the newest first, a page at a time.</summary>
    public async Task<IResult> GetAsync(HttpRequest request, string court, string number, CancellationToken cancellationToken)
    {
        if (!courts.TryFind(court, out var known))
        {
            return CourtsApi.Unknown();
        }

        if (number.AsSpan().ContainsAnyExcept(OfNumbers) || !DocketNumber.TryParse(number, known.Id.Class, out var docket))
        {
            return Paging.Invalid("docketNumber", $"This is no docket number of {known.Id}: write it like {known.DocketNumberSample?.Value ?? "24-10992 or 2:24-bk-10992"}.");
        }

        if (Paging.Limit(request) is not { } limit)
        {
            return Paging.WrongLimit();
        }

        EntryIdentity? last = null;
        if (Paging.Cursor(request) is { } cursor && (last = Read(cursor)) is null)
        {
            return Paging.WrongCursor();
        }

        var entries = (await dockets.OfDocketAsync(known.Id, docket, cancellationToken)).Reverse().ToList();
        if (entries is [])
        {
            return new Problem(
                StatusCodes.Status404NotFound, "not-found", "No entry of this docket is known",
                "Tipstaff knows the entries that the feeds it watched have shown. Check the number as the court writes it, or follow the docket with POST /api/subscriptions.");
        }

        if (StartOf(last, entries) is not { } start)
        {
            return Paging.WrongCursor();
        }

        var page = entries.Skip(start).Take(limit).ToList();
        var next = start + page.Count < entries.Count ? Write(page[^1].Identity) : null;
        return new JsonAnswer(DocketJson.Of(entries, page, next, await states.FindAsync(known.Id, cancellationToken), time.GetUtcNow()));
    }

    // Behind the entry that ended the page before: entries that came since stand before it, and nobody is told one twice.
    private static int? StartOf(EntryIdentity? last, List<DocketEntry> entries) =>
        last is null ? 0
        : entries.FindIndex(entry => entry.Identity == last) is >= 0 and var place ? place + 1
        : null;

    private static string Write(EntryIdentity last) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(last.Value));

    private static EntryIdentity? Read(string cursor) =>
        cursor.Length <= MaxCursorLength && Base64Url.IsValid(cursor)
        && EntryIdentity.TryParse(Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)), provider: null, out var last) ? last : null;
}
