using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;
using Tipstaff.Links;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <summary>The pages behind the links of our mails. A GET shows, as link scanners follow links; only the POST of its button changes anything.</summary>
public sealed class LinkPages(
    LinkTokens tokens,
    PublicLinks links,
    ConfirmSubscriptions confirm,
    OpenWebhooks webhooks,
    Unsubscribe unsubscribe,
    UnsubscribeDigests unsubscribeDigests,
    PageRenderer pages,
    CourtDirectory courts,
    TimeProvider time)
{
    /// <summary><c>GET /confirm?token=…</c>: what waits to be confirmed, with a button.</summary>
    public async Task<IResult> GetConfirmAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Subject(request.Query["token"], LinkPurpose.Confirm, out var token, out var refusal) is not { } subject)
        {
            return await RefuseAsync(refusal);
        }

        var pending = await confirm.PendingAsync(SubscriberId.Parse(subject), cancellationToken);
        return new PageResult(pending is []
            ? await pages.MessageAsync(MessageModel.NothingPending)
            : await pages.ConfirmAsync(ConfirmModel.Of(token, pending, courts)));
    }

    /// <summary><c>POST /confirm</c> with the form field <c>token</c>: confirms.</summary>
    public async Task<IResult> PostConfirmAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await LinkForm.FieldsAsync(request, cancellationToken);
        if (Subject(form?["token"].FirstOrDefault(), LinkPurpose.Confirm, out var link, out var refusal) is not { } subject)
        {
            return await RefuseAsync(refusal);
        }

        var subscriber = SubscriberId.Parse(subject);
        if (await confirm.RunAsync(subscriber, form?["shown"].FirstOrDefault(), cancellationToken) is not { } confirmed)
        {
            var pending = await confirm.PendingAsync(subscriber, cancellationToken);
            return new PageResult(await pages.ConfirmAsync(ConfirmModel.Of(link, pending, courts) with { HasChanged = true }), StatusCodes.Status409Conflict);
        }

        var secrets = await webhooks.RunAsync(subscriber, confirmed, cancellationToken);
        var token = confirmed is [] ? "" : links.ManageToken(subscriber);
        return new PageResult(await pages.ConfirmedAsync(ConfirmedModel.Of(confirmed, secrets, token, courts)));
    }

    /// <summary><c>GET /unsubscribe?token=…</c>: what would end, with a button.</summary>
    public async Task<IResult> GetUnsubscribeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (Subject(request.Query["token"], LinkPurpose.UnsubscribeDigests, out var digests, out var late) is { } subscriber)
        {
            var ending = await unsubscribeDigests.FindAsync(SubscriberId.Parse(subscriber), links.UnsubscribeIssuedAt(digests), cancellationToken);
            return new PageResult(ending is [] ? await pages.UnsubscribedAsync(new([])) : await pages.UnsubscribeAsync(new(digests, Lines(ending))));
        }

        if (Subject(request.Query["token"], LinkPurpose.Unsubscribe, out var token, out var refusal) is not { } subject)
        {
            return await RefuseAsync(late == MessageModel.ExpiredLink ? late : refusal);
        }

        return await unsubscribe.FindAsync(SubscriptionId.Parse(subject), cancellationToken) switch
        {
            null => await RefuseAsync(MessageModel.UnknownLink),
            { State: SubscriptionState.Ended } ended => new PageResult(await pages.UnsubscribedAsync(new(Lines([ended])))),
            var living => new PageResult(await pages.UnsubscribeAsync(new(token, Lines([living])))),
        };
    }

    /// <summary><c>POST /unsubscribe</c>: ends it, by the page's button (form field) or a mail program's one click (query, RFC 8058).</summary>
    public async Task<IResult> PostUnsubscribeAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var token = request.Query["token"].FirstOrDefault() ?? await LinkForm.TokenAsync(request, cancellationToken);
        if (Subject(token, LinkPurpose.UnsubscribeDigests, out var digests, out var late) is { } subscriber)
        {
            var ended = await unsubscribeDigests.RunAsync(SubscriberId.Parse(subscriber), links.UnsubscribeIssuedAt(digests), cancellationToken);
            return new PageResult(await pages.UnsubscribedAsync(new(Lines(ended))));
        }

        if (Subject(token, LinkPurpose.Unsubscribe, out _, out var refusal) is not { } subject)
        {
            return await RefuseAsync(late == MessageModel.ExpiredLink ? late : refusal);
        }

        return await unsubscribe.RunAsync(SubscriptionId.Parse(subject), cancellationToken) is { } one
            ? new PageResult(await pages.UnsubscribedAsync(new(Lines([one]))))
            : await RefuseAsync(MessageModel.UnknownLink);
    }

    private IReadOnlyList<DocketLine> Lines(IEnumerable<Subscription> some) => [.. some.Select(one => DocketLine.Of(one, courts))];

    private string? Subject(string? given, LinkPurpose purpose, out string token, out MessageModel refusal)
    {
        token = given ?? "";
        var reading = tokens.Read(given, purpose, time.GetUtcNow());
        refusal = reading is LinkReading.Expired ? MessageModel.ExpiredLink : MessageModel.UnknownLink;
        return (reading as LinkReading.Valid)?.Subject;
    }

    private async Task<IResult> RefuseAsync(MessageModel refusal) => new PageResult(
        await pages.MessageAsync(refusal),
        refusal == MessageModel.ExpiredLink ? StatusCodes.Status410Gone : StatusCodes.Status400BadRequest);
}
