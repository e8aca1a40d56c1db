using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Tipstaff.Erasures;
using Tipstaff.Exports;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>What a subscriber does with all that is stored: <c>GET /api/subscribers/me/export</c> and <c>DELETE /api/subscribers/me</c>.</summary>
/// <remarks>Who asks is told by the manage token of our mails, as for <see cref="OwnersApi"/>.</remarks>
public sealed class SubscriberApi(OwnersApi owners, EraseSubscriber erase, ExportSubscriber export)
{
    /// <summary>All of one's data as a JSON file.</summary>
    public async Task<IResult> ExportAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        return owners.OwnerOf(request) is { } owner
            ? await FileAsync(request.HttpContext.Response, owner, cancellationToken)
            : OwnersApi.Unauthorized(request);
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
        if (owners.OwnerOf(request) is not { } owner)
        {
            return OwnersApi.Unauthorized(request);
        }

        await erase.RunAsync(owner, cancellationToken);
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.NoContent();
    }
}
