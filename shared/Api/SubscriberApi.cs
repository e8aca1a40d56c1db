using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>What a subscriber does with all that is stored: <c>GET /api/subscribers/me/export</c> and <c>DELETE /api/subscribers/me</c>.</summary>
/// <remarks>Who asks is told by <see cref="Askers"/>, as for <see cref="OwnersApi"/>.</remarks>
public sealed class SubscriberApi(Askers askers, EraseSubscriber erase, ExportSubscriber export)
{
    /// <summary>All of one's data as a JSON file.</summary>
    public async Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        return asker.Owner is { } owner ? await FileAsync(request.HttpContext.Response, owner, cancellationToken) : asker.Refusal;
    }

    /// <summary>The same file for a subscriber who is known by other means, such as the token in the form of a page.</summary>
    public async Task<IResult> FileAsync(HttpResponse response, SubscriberId owner, CancellationToken cancellationToken)
    {
        var gathered = await export.RunAsync(owner, cancellationToken);
        PageHeaders.AddCommon(response);
        return Results.File(SubscriberExportJson.Of(gathered).ToBytes(), MediaTypeNames.Application.Json, "tipstaff-export.json");
    }

    /// <summary>Forgets whoever asks. Doing it twice is doing it once: 204 while the token is good.</summary>
    public async Task<IResult> DeleteAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var asker = await askers.FindAsync(request, cancellationToken);
        if (asker.Owner is not { } owner)
        {
            return asker.Refusal;
        }

        await erase.RunAsync(owner, cancellationToken);
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.NoContent();
    }
}
