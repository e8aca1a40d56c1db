using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tipstaff.Dockets;
using Tipstaff.Mail;
using Tipstaff.Notices;
using Tipstaff.Pages;

namespace Tipstaff.Api;

/// <summary>Where mailboxes send the notices on that courts send them.</summary>
public sealed class NoticesApi(SignedBody signed, TakeNotice take)
{
    /// <summary>The scope that a key needs: this one for all courts, or <c>notices:nysd</c> for one.</summary>
    public const string Scope = "notices";

    /// <summary>The largest message that is taken, in bytes; a court's have some 20,000.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>The media type of messages.</summary>
    public const string MediaType = "message/rfc822";

    private static readonly MediaTypeHeaderValue Message = MediaTypeHeaderValue.Parse(MediaType);

    /// <summary><c>POST /api/notices</c>: a message as it was received. Sent again it is answered the same, and adds nothing.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.IsSubsetOf(Message))
        {
            return new Problem(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is not sent as a message", $"Send the header Content-Type: {MediaType}.");
        }

        var (body, signer, refusal) = await signed.ReadAsync(request, Scope, ofSome: true, MaxBytes, cancellationToken);
        return body is null ? refusal : await take.RunAsync(body, court => signer!.MayOf(Scope, court.Value), cancellationToken) switch
        {
            NoticeOutcome.Taken { Entries: [] } unreadable => Refuse(
                "unreadable-notice", "Nothing in the notice could be read", $"Its words are kept for operators: {string.Join("; ", unreadable.Unreadable.Distinct())}."),
            NoticeOutcome.Taken taken => Answer(request, NoticeJson.Of(taken)),
            NoticeOutcome.NotAllowed elsewhere => SignedBody.LacksScope($"{Scope}:{elsewhere.Court}"),
            NoticeOutcome.NoCourt nowhere => Refuse("unknown-court", "It is not known which court the notice is of", nowhere.Problem),
            NoticeOutcome.TooManyCases many => Refuse(
                "too-many-cases", "The notice has too many cases", $"It has {many.Count}; a court's has at most {TakeNotice.MaxCases}. Send the message as the court sent it."),
            NoticeOutcome.NoNotice => Refuse(
                "no-notice", "The message is no notice of a filing", "Send notices of electronic filing or of docket activity alone, each as the court sent it."),
            _ => throw new UnreachableException(),
        };
    }

    private static Problem Refuse(string type, string title, string detail) => new(StatusCodes.Status422UnprocessableEntity, type, title, detail);

    private static IResult Answer(HttpRequest request, NoticeJson value)
    {
        PageHeaders.AddCommon(request.HttpContext.Response);
        return Results.Json(value, JsonAnswer.Json);
    }
}

/// <summary>What was read in a notice. It depends on the notice alone, not on what was known before.</summary>
public sealed record NoticeJson
{
    private const int MaxReason = 400;

    /// <summary>The court's id.</summary>
    public required string Court { get; init; }

    /// <summary>The date of the filing; null where the notice does not say.</summary>
    public DateOnly? FiledOn { get; init; }

    /// <summary>The entries, in the order of the notice.</summary>
    public required IReadOnlyList<NoticedEntryJson> Entries { get; init; }

    /// <summary>Of each case that could not be read, why; its words are kept for operators.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>What is answered to a notice.</summary>
    public static NoticeJson Of(NoticeOutcome.Taken taken) => new()
    {
        Court = taken.Court.Value,
        FiledOn = taken.FiledOn,
        Entries = [.. taken.Entries.Select(NoticedEntryJson.Of)],
        Unreadable = [.. taken.Unreadable.Select(reason => CourtText.Clean(reason, MaxReason))],
    };
}

/// <summary>An entry of a notice.</summary>
/// <param name="DocketNumber">The docket number as Tipstaff keeps it.</param>
/// <param name="Number">The court's entry number; null where it gives none.</param>
/// <param name="Labels">What it is; empty where the notice does not say.</param>
/// <param name="EnteredAt">When it was entered; null where the notice gives a date alone.</param>
public sealed record NoticedEntryJson(string DocketNumber, string? Number, IReadOnlyList<string> Labels, DateTimeOffset? EnteredAt)
{
    /// <summary>What is told of an entry.</summary>
    public static NoticedEntryJson Of(DocketEntry entry)
    {
        var shown = EntryJson.Of(entry);
        return new(entry.Docket.Value, shown.Number, shown.Labels, shown.EnteredAt);
    }
}
