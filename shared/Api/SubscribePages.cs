using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Pages;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The first page, on which people ask for alerts.</summary>
public sealed class SubscribePages(
    Subscribe subscribe,
    EvenAnswers even,
    IDockets dockets,
    FormTokens tokens,
    PageRenderer pages,
    CourtDirectory courts,
    IOptions<LinkOptions> links,
    SiteFacts facts,
    TimeProvider time)
{
    private const string FormName = "subscribe";

    private readonly Kept<IReadOnlyList<CourtChoice>> _choices = new(facts.LookedAtFor, time);

    /// <summary><c>GET /</c>: the form.</summary>
    /// <param name="isOperator">Whether whoever asks is known to run this installation, and may read its outbox.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> GetAsync(bool isOperator, CancellationToken cancellationToken) =>
        await FormAsync(TypedSubscription.Empty, new Dictionary<string, string>(StringComparer.Ordinal), StatusCodes.Status200OK, isOperator, cancellationToken);

    /// <summary><c>POST /subscribe</c> with what was typed. The answer is the same whether or not the address is known.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isOperator">Whether whoever asks is known to run this installation, and may read its outbox.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IResult> PostAsync(HttpRequest request, bool isOperator, CancellationToken cancellationToken)
    {
        if (FormOrigin.IsForeign(request, links.Value.PublicUrl))
        {
            return new PageResult(await pages.MessageAsync(MessageModel.ForeignForm), StatusCodes.Status403Forbidden);
        }

        if (await PageForm.ReadAsync(request, cancellationToken) is not { } form)
        {
            return new PageResult(await pages.MessageAsync(MessageModel.BadRequest), StatusCodes.Status400BadRequest);
        }

        var typed = SubscribeForm.Typed(form);
        var wanted = SubscribeForm.Read(typed, out var errors);
        if (!tokens.IsGood(form.Text("form"), FormName, time.GetUtcNow()))
        {
            errors = new Dictionary<string, string>(errors, StringComparer.Ordinal) { ["form"] = "The page has lain open for too long. Look through it and press the button again." };
            wanted = null;
        }

        if (wanted is null)
        {
            return await FormAsync(typed, errors, StatusCodes.Status400BadRequest, isOperator, cancellationToken);
        }

        var requested = await even.RunAsync(token => subscribe.RunAsync(wanted, token), cancellationToken);
        return new PageResult(await pages.RequestedAsync(RequestedModel.Of(requested, facts.HasOutbox && isOperator)));
    }

    private async Task<IResult> FormAsync(
        TypedSubscription typed, IReadOnlyDictionary<string, string> errors, int status, bool isOperator, CancellationToken cancellationToken)
    {
        var choices = await _choices.GetAsync(async token => CourtChoice.All(await dockets.ListCourtsAsync(token), courts), cancellationToken);
        var model = new SubscribeModel
        {
            Token = tokens.Mint(FormName, time.GetUtcNow()),
            Courts = choices,
            Typed = typed,
            Errors = errors,
            Notice = facts.Notice,
            HasOutbox = facts.HasOutbox && isOperator,
        };
        return new PageResult(await pages.SubscribeAsync(model), status, PageHeaders.ScriptContentSecurityPolicy);
    }
}
