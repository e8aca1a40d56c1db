using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Erasures;
using Tipstaff.Links;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;
using Tipstaff.Webhooks;

namespace Tipstaff.Api;

/// <summary>The page on which the owner of subscriptions changes, pauses and ends them.</summary>
/// <remarks>
/// The link's token is the authorization, and no browser adds it to a form by itself: another site cannot know it. The buttons send it
/// in the form, so that the address of what they answer bears none.
/// </remarks>
public sealed partial class ManagePages(
    LinkTokens tokens,
    ISubscriptions subscriptions,
    IWebhookEndpoints webhooks,
    ChangeSubscription change,
    ConfirmSubscriptions confirm,
    OpenWebhooks open,
    VerifyWebhook verify,
    ChangeWebhookSecret secret,
    SubscriberApi subscriber,
    EraseSubscriber erase,
    PageRenderer pages,
    CourtDirectory courts,
    IOptions<LinkOptions> links,
    TimeProvider time)
{
    /// <summary><c>GET /manage?token=…</c>: all subscriptions of one reader, each with its form.</summary>
    public async Task<IResult> GetAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string? token = request.Query["token"];
        return OwnerOf(token, out var refusal) is { } owner
            ? await PageAsync(token!, owner, StatusCodes.Status200OK, said: null, refused: null, cancellationToken)
            : await RefuseAsync(refusal);
    }

    /// <summary><c>POST /manage</c> with the form of one subscription: changes it, and shows all anew.</summary>
    public async Task<IResult> PostAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (FormOrigin.IsForeign(request, links.Value.PublicUrl))
        {
            return new PageResult(await pages.MessageAsync(MessageModel.ForeignForm), StatusCodes.Status403Forbidden);
        }

        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form)
        {
            return new PageResult(await pages.MessageAsync(MessageModel.BadRequest), StatusCodes.Status400BadRequest);
        }

        if (OwnerOf(form.Text("token"), out var refusal) is not { } owner)
        {
            return await RefuseAsync(refusal);
        }

        return form.Text("do") switch
        {
            "export" => await subscriber.FileAsync(request.HttpContext.Response, owner, cancellationToken),
            "erase" => await EraseAsync(form, owner, cancellationToken),
            "confirm" => await ConfirmAsync(form, owner, cancellationToken),
            "verify" => await VerifyAsync(request.HttpContext.Response, form, owner, cancellationToken),
            "secret" => await SecretAsync(form, owner, cancellationToken),
            _ when ManageForm.Change(form) is { } asked => await ChangeAsync(form, owner, asked, cancellationToken),
            _ => new PageResult(await pages.MessageAsync(MessageModel.BadRequest), StatusCodes.Status400BadRequest),
        };
    }

    private async Task<IResult> EraseAsync(PageForm form, SubscriberId owner, CancellationToken cancellationToken)
    {
        // A browser asks for the tick; without it the button was not meant, or something else pressed it.
        if (form.Text("sure") is not "yes")
        {
            return await PageAsync(form.Text("token")!, owner, StatusCodes.Status400BadRequest, Unsure, refused: null, cancellationToken);
        }

        await erase.RunAsync(owner, cancellationToken);
        return new PageResult(await pages.MessageAsync(MessageModel.Erased));
    }

    private async Task<IResult> ConfirmAsync(PageForm form, SubscriberId owner, CancellationToken cancellationToken)
    {
        var outcome = SubscriptionId.TryParse(form.Text("id"), provider: null, out var id)
            ? await confirm.RunAsync(owner, id, VersionOf(form), cancellationToken)
            : new ChangeOutcome.Unknown();
        var (status, said) = outcome switch
        {
            ChangeOutcome.Changed => (StatusCodes.Status200OK, new Status("Confirmed", Tone.Good)),
            ChangeOutcome.Outdated => (StatusCodes.Status409Conflict, new Status(
                "Nothing was confirmed", Tone.Bad, "It was asked for on other terms meanwhile. Read below what they are now, and confirm it again.")),
            _ => Said(outcome, new SubscriptionChange()),
        };
        var made = outcome is ChangeOutcome.Changed(var confirmed) && await open.RunAsync(owner, [confirmed], cancellationToken) is [var first]
            ? SecretLine.Of(first, confirmed.Id)
            : null;
        return await PageAsync(form.Text("token")!, owner, status, said, refused: null, cancellationToken, made);
    }

    private async Task<IResult> ChangeAsync(PageForm form, SubscriberId owner, SubscriptionChange asked, CancellationToken cancellationToken)
    {
        var token = form.Text("token")!;
        if (!SubscriptionId.TryParse(form.Text("id"), provider: null, out var id)
            || await subscriptions.FindAsync(id, cancellationToken) is not { } present || present.Subscriber != owner)
        {
            return await PageAsync(token, owner, StatusCodes.Status404NotFound, Unknown, refused: null, cancellationToken);
        }

        Func<Subscription, bool>? isAsRead = null;
        if (asked is { Paused: null, Ends: false })
        {
            courts.TryFind(present.Court?.Value, out var court);
            var terms = ManageForm.Terms(form, court, present.Webhook is not null, out var errors);
            if (errors.Count > 0)
            {
                var refused = new RefusedTerms(id, ManageForm.Typed(form), errors);
                return await PageAsync(token, owner, StatusCodes.Status400BadRequest, said: null, refused, cancellationToken);
            }

            asked = new SubscriptionChange { Terms = terms };
            var read = VersionOf(form);
            isAsRead = one => one.Version == read;
        }

        var outcome = await change.RunAsync(owner, id, asked, isAsRead, cancellationToken);
        var (status, said) = Said(outcome, asked);
        return await PageAsync(token, owner, status, said, refused: null, cancellationToken);
    }

    private static Status Unsure { get; } = new("Nothing was erased", Tone.Bad, "Tick the box beside the button first.");

    private static Status Unknown { get; } = new("Nothing was changed", Tone.Bad, "There is no such subscription of yours.");

    private static (int Status, Status Said) Said(ChangeOutcome outcome, SubscriptionChange asked) => outcome switch
    {
        ChangeOutcome.Changed => (StatusCodes.Status200OK, new Status(
            asked.Ends ? "Unsubscribed" : asked.Paused switch { true => "Paused", false => "Resumed", _ => "Saved" }, Tone.Good)),
        ChangeOutcome.Outdated => (StatusCodes.Status409Conflict, new Status(
            "Nothing was changed", Tone.Bad, "The subscription was changed elsewhere meanwhile. It is shown as it is now: change it again.")),
        ChangeOutcome.Ended => (StatusCodes.Status409Conflict, new Status(
            "Nothing was changed", Tone.Bad, "The subscription has ended. Ask for it again on our first page.")),
        _ => (StatusCodes.Status404NotFound, Unknown),
    };

    private async Task<IResult> PageAsync(
        string token, SubscriberId owner, int status, Status? said, RefusedTerms? refused, CancellationToken cancellationToken, SecretLine? made = null)
    {
        var own = (await subscriptions.OfSubscriberAsync(owner, cancellationToken)).Where(one => one.Court != CanaryCourt.Id).ToList();
        var known = own.Any(one => one.Webhook is not null) ? await webhooks.FindAsync(owner, cancellationToken) : null;
        var model = ManageModel.Of(token, own, known, courts, time.GetUtcNow(), said, refused) with { Secrets = made is null ? [] : [made] };
        return new PageResult(await pages.ManageAsync(model), status);
    }

    // A form without one shows no version that there is.
    private static long VersionOf(PageForm form) =>
        long.TryParse(form.Text("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : -1;

    private SubscriberId? OwnerOf(string? token, out MessageModel refusal)
    {
        var reading = tokens.Read(token, LinkPurpose.Manage, time.GetUtcNow());
        refusal = reading is LinkReading.Expired ? MessageModel.ExpiredLink : MessageModel.UnknownLink;
        return reading is LinkReading.Valid valid ? SubscriberId.Parse(valid.Subject) : null;
    }

    private async Task<IResult> RefuseAsync(MessageModel refusal) => new PageResult(
        await pages.MessageAsync(refusal),
        refusal == MessageModel.ExpiredLink ? StatusCodes.Status410Gone : StatusCodes.Status400BadRequest);
}
