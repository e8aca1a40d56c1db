using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>The pages that show how the installation is doing.</summary>
public sealed class SitePages(
    IDockets dockets, IOutbox outbox, IOperatorNotices notices, PageRenderer pages, CourtDirectory courts, IOptions<LinkOptions> links, SiteFacts facts, TimeProvider time)
{
    private const int NewestEntries = 25;
    private const int NewestMails = 15;
    private const int NewestNotices = 10;

    /// <summary><c>GET /</c>: the courts being watched, the newest entries, the newest mails.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOperator">Whether whoever asks is known to run this installation, and sees what operators are told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> GetHomeAsync(HttpRequest request, bool isOperator, CancellationToken cancellationToken)
    {
        var site = links.Value.PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}");
        var model = HomeModel.Of(
            await dockets.ListCourtsAsync(cancellationToken),
            await dockets.NewestEntriesAsync(NewestEntries, cancellationToken),
            await outbox.NewestAsync(NewestMails, cancellationToken),
            isOperator ? await notices.NewestAsync(NewestNotices, cancellationToken) : [],
            await outbox.CountAsync(cancellationToken),
            courts,
            site,
            facts.HasOutbox,
            time.GetUtcNow(),
            facts.Notice);
        return new PageResult(await pages.HomeAsync(model));
    }

    /// <summary><c>GET /site.css</c>.</summary>
    public static IResult GetStyle(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(SiteStyle.Css, "text/css; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(SiteStyle.ETag));
    }
}

/// <summary>What the pages of one installation say of it.</summary>
/// <param name="HasOutbox">Whether its mails go to a folder and can be read at <c>/outbox</c>.</param>
/// <param name="Notice">Something to be said first, such as that everything is made up; null for nothing.</param>
public sealed record SiteFacts(bool HasOutbox, string? Notice);
