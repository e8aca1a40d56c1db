using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Mail;

namespace Tipstaff.Pages;

/// <summary>Renders the pages, each from its model, to a whole HTML document. Serve them with <see cref="PageHeaders"/>.</summary>
public sealed class PageRenderer(RazorHtml razor, IOptions<LinkOptions> links)
{
    /// <summary>The cascading value under which pages find the path that they all lie below, with a slash at its end: <c>/</c> or <c>/alerts/</c>.</summary>
    internal const string Root = nameof(Root);

    private readonly string _root = $"{links.Value.PublicUrl?.AbsolutePath.TrimEnd('/')}/";

    /// <summary>The first page, <c>/</c>. Serve it with <see cref="PageHeaders.ScriptContentSecurityPolicy"/>.</summary>
    public Task<string> SubscribeAsync(SubscribeModel model) => RenderAsync<SubscribePage>(model);

    /// <summary>What was asked for; answer to <c>POST /subscribe</c>.</summary>
    public Task<string> RequestedAsync(RequestedModel model) => RenderAsync<RequestedPage>(model);

    /// <summary>How the courts and deliveries are, <c>/status</c>. Serve it with <see cref="PageHeaders.ScriptContentSecurityPolicy"/>.</summary>
    public Task<string> StatusAsync(StatusModel model) => RenderAsync<StatusPage>(model);

    /// <summary>The list of mails, <c>/outbox</c>.</summary>
    public Task<string> OutboxAsync(OutboxModel model) => RenderAsync<OutboxPage>(model);

    /// <summary>One mail, <c>/outbox/KEY</c>. Its HTML part is served at <c>/outbox/KEY/html</c>, see <see cref="MailPreview"/>.</summary>
    public Task<string> OutboxMailAsync(OutboxMailModel model) => RenderAsync<OutboxMailPage>(model);

    /// <summary>What will be confirmed, with the button; answer to <c>GET /confirm</c>.</summary>
    public Task<string> ConfirmAsync(ConfirmModel model) => RenderAsync<ConfirmPage>(model);

    /// <summary>What was confirmed; answer to <c>POST /confirm</c>.</summary>
    public Task<string> ConfirmedAsync(ConfirmedModel model) => RenderAsync<ConfirmedPage>(model);

    /// <summary>What will be ended, with the button; answer to <c>GET /unsubscribe</c>.</summary>
    public Task<string> UnsubscribeAsync(UnsubscribeModel model) => RenderAsync<UnsubscribePage>(model);

    /// <summary>What was ended; answer to <c>POST /unsubscribe</c>.</summary>
    public Task<string> UnsubscribedAsync(UnsubscribedModel model) => RenderAsync<UnsubscribedPage>(model);

    /// <summary>All subscriptions of one reader; answer to <c>GET /manage</c>.</summary>
    public Task<string> ManageAsync(ManageModel model) => RenderAsync<ManagePage>(model);

    /// <summary>A page that only says something.</summary>
    public Task<string> MessageAsync(MessageModel model) => RenderAsync<MessagePage>(model);

    private Task<string> RenderAsync<TPage>(object model)
        where TPage : IComponent =>
        razor.RenderAsync<CascadingValue<string>>(new(StringComparer.Ordinal)
        {
            [nameof(CascadingValue<string>.Name)] = Root,
            [nameof(CascadingValue<string>.Value)] = _root,
            [nameof(CascadingValue<string>.IsFixed)] = true,
            [nameof(CascadingValue<string>.ChildContent)] = (RenderFragment)(page =>
            {
                page.OpenComponent<TPage>(0);
                page.AddMultipleAttributes(1, [KeyValuePair.Create("Model", model)]);
                page.CloseComponent();
            }),
        });
}
