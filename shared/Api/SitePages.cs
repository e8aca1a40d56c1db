using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Tipstaff.Canaries;
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

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly Kept<KeptDelays> _delays = new(facts.DelaysFor > facts.LookedAtFor ? facts.DelaysFor : facts.LookedAtFor, time);
    private readonly Lock _lock = new();
    private (DateTimeOffset At, StatusModel Model)? _shown;

    /// <summary><c>GET /status</c>: the courts being watched, the newest entries, how soon alerts go out; for operators the newest mails and notices.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOperator">Whether whoever asks is known to run this installation, and sees what was mailed and what operators are told.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> GetStatusAsync(HttpRequest request, bool isOperator, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (!isOperator && Shown(now) is { } shown)
        {
            return await PageAsync(shown);
        }

        var site = links.Value.PublicUrl ?? new Uri($"{request.Scheme}://{request.Host}");
        var model = StatusModel.Of(
            [.. (await dockets.ListCourtsAsync(cancellationToken)).Where(state => state.Court != CanaryCourt.Id)],
            await dockets.NewestEntriesAsync(NewestEntries, cancellationToken),
            isOperator ? await outbox.NewestAsync(NewestMails, cancellationToken) : null,
            isOperator ? await notices.NewestAsync(NewestNotices, cancellationToken) : [],
            await outbox.CountAsync(cancellationToken),
            courts,
            site,
            facts.HasOutbox && isOperator,
            now,
            facts.Notice,
            await DelaysAsync(cancellationToken));
        Show(model, now, isOperator);
        return await PageAsync(model);
    }

    private async Task<IResult> PageAsync(StatusModel model) =>
        new PageResult(await pages.StatusAsync(model), policy: PageHeaders.ScriptContentSecurityPolicy);

    private async Task<DeliveryDelays?> DelaysAsync(CancellationToken cancellationToken) => (await _delays.GetAsync(
        async token => new KeptDelays(DeliveryDelays.Of(await outbox.DelaysAsync(time.GetUtcNow() - Day, token))), cancellationToken)).Delays;

    private StatusModel? Shown(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _shown is { } shown && now >= shown.At && now - shown.At < facts.FreshFor ? shown.Model : null;
        }
    }

    private void Show(StatusModel model, DateTimeOffset now, bool isOperator)
    {
        lock (_lock)
        {
            _shown = isOperator || facts.FreshFor == TimeSpan.Zero ? _shown : (now, model);
        }
    }

    /// <summary><c>GET /site.css</c>.</summary>
    public static IResult GetStyle(HttpResponse response)
    {
        AddFileHeaders(response);
        return Results.Bytes(SiteStyle.Css, "text/css; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(SiteStyle.ETag));
    }

    /// <summary><c>GET /site.js</c>.</summary>
    public static IResult GetScript(HttpResponse response)
    {
        AddFileHeaders(response);
        return Results.Bytes(SiteScript.Code, "text/javascript; charset=utf-8", entityTag: EntityTagHeaderValue.Parse(SiteScript.ETag));
    }

    private sealed record KeptDelays(DeliveryDelays? Delays);

    private static void AddFileHeaders(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-cache";
    }
}

/// <summary>What the pages of one installation say of it.</summary>
/// <param name="HasOutbox">Whether its mails go to a folder and can be read at <c>/outbox</c>.</param>
/// <param name="Notice">Something to be said first, such as that everything is made up; null for nothing.</param>
/// <param name="FreshFor">
/// How long a page that anybody may ask for is shown as it is, where making it costs; zero: it is made anew each time.
/// </param>
/// <param name="DelaysFor">How long it is told as it was read how soon alerts go out, where reading it costs.</param>
public sealed record SiteFacts(bool HasOutbox, string? Notice, TimeSpan FreshFor = default, TimeSpan DelaysFor = default)
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(10);

    /// <summary>How long what a page tells beside is taken as it was read, everywhere.</summary>
    public TimeSpan LookedAtFor => FreshFor > Least ? FreshFor : Least;
}
