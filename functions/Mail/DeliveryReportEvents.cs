using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Functions.Mail;

/// <summary>Takes what Event Grid posts of the fate of our mails, once or several times, into the records of addresses.</summary>
public sealed class DeliveryReportEvents(TakeDeliveryReport take, SubscriberIds ids, TimeProvider time, ILogger<DeliveryReportEvents> logger)
{
    // Event Grid posts no more at once.
    private const int MaxBodyBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 16 };

    /// <summary>Takes one request: events, or the question whether they may be posted here.</summary>
    /// <param name="request">A POST, or the OPTIONS by which CloudEvents asks.</param>
    /// <param name="cancellationToken">The caller has left; what was not taken is posted again.</param>
    /// <returns>200 once all is taken; 400 or 413 for what is no list of events. A fault throws, and Event Grid posts again.</returns>
    public async Task<IResult> RunAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (HttpMethods.IsOptions(request.Method))
        {
            return Consent(request);
        }

        if (await ReadAsync(request, cancellationToken) is not { } body)
        {
            return TypedResults.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        using var document = Parse(body);
        if (document is null)
        {
            return TypedResults.BadRequest();
        }

        return document.RootElement.ValueKind switch
        {
            JsonValueKind.Array => await TakeAsync([.. document.RootElement.EnumerateArray()], cancellationToken),
            JsonValueKind.Object => await TakeAsync([document.RootElement], cancellationToken),
            _ => TypedResults.BadRequest(),
        };
    }

    private async Task<IResult> TakeAsync(IReadOnlyList<JsonElement> events, CancellationToken cancellationToken)
    {
        var unreadable = new List<string>();
        foreach (var item in events)
        {
            switch (EventReader.Read(item, ids, time.GetUtcNow()))
            {
                case EventReading.Handshake { Code: var code }:
                    return TypedResults.Json(new Dictionary<string, string>(StringComparer.Ordinal) { ["validationResponse"] = code });
                case EventReading.Read read:
                    // That a mail was delivered matters only after soft bounces, and costs a reading each time: the event says nothing of
                    // them, and they may have been reported to another instance. One passed over would let a row of them go on for ever.
                    await take.RunAsync(read.Report, cancellationToken);
                    break;
                case EventReading.Unreadable not:
                    unreadable.Add(not.Reason);
                    break;
            }
        }

        if (unreadable is [var first, ..])
        {
            logger.EventsUnreadable(unreadable.Count, first);
        }

        return TypedResults.Ok();
    }

    // CloudEvents' way to ask: a webhook says by whom, and how often, it lets itself be called.
    private static Ok Consent(HttpRequest request)
    {
        if (request.Headers["WebHook-Request-Origin"] is [{ Length: > 0 and <= 256 } origin])
        {
            request.HttpContext.Response.Headers["WebHook-Allowed-Origin"] = origin;
            request.HttpContext.Response.Headers["WebHook-Allowed-Rate"] = "*";
        }

        return TypedResults.Ok();
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return null;
        }

        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBodyBytes)
            {
                return null;
            }
        }

        return body.ToArray();
    }

    private static JsonDocument? Parse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Reading);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
