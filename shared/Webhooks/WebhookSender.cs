using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Links;

namespace Tipstaff.Webhooks;

/// <summary>Hands webhooks over, signed, to public addresses only.</summary>
/// <remarks>A second handing over of the same message does no harm: it bears the same <c>webhook-id</c>.</remarks>
public sealed class WebhookSender : IWebhookReceivers, IDisposable
{
    private readonly WebhookClient _client;
    private readonly WebhookOptions _options;
    private readonly IOptions<LinkOptions> _links;
    private readonly TimeProvider _time;

    /// <summary>A sender that connects when the first webhook is sent.</summary>
    public WebhookSender(IWebhookNetwork network, IOptions<WebhookOptions> options, IOptions<LinkOptions> links, TimeProvider time)
        : this(network, options, links, time, trust: null)
    {
    }

    internal WebhookSender(
        IWebhookNetwork network, IOptions<WebhookOptions> options, IOptions<LinkOptions> links, TimeProvider time, X509ChainPolicy? trust)
    {
        (_options, _links, _time) = (options.Value, links, time);
        _client = new WebhookClient(network, _options, time, trust);
    }

    // Read at each call, as a head may learn its own port after the start. A header that is not ASCII would end each request.
    private string UserAgent =>
        _links.Value.PublicUrl?.AbsoluteUri is { } home && Ascii.IsValid(home) ? $"Tipstaff/0.1 (+{home})" : "Tipstaff/0.1";

    /// <inheritdoc/>
    public async Task<WebhookOutcome> SendAsync(WebhookUrl url, WebhookMessage message, WebhookKeys keys, CancellationToken cancellationToken) =>
        await _client.PostAsync(url, message, keys.At(_time.GetUtcNow()), UserAgent, maxBodyBytes: 0, cancellationToken) switch
        {
            WebhookAnswer.Answered answer => OfStatus(answer),
            WebhookAnswer.NotPublic => new WebhookOutcome.Refused("its name leads to no public address", WebhookRefusal.NotPublic),
            WebhookAnswer.NotConnected none => new WebhookOutcome.Unavailable(none.Reason),
            WebhookAnswer.Lost lost => new WebhookOutcome.Unknown(lost.Reason),
            _ => throw new UnreachableException(),
        };

    /// <inheritdoc/>
    public async Task<ChallengeOutcome> ChallengeAsync(WebhookUrl url, WebhookChallenge challenge, WebhookKeys keys, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        return await _client.PostAsync(url, challenge.ToMessage(now), keys.At(now), UserAgent, WebhookChallenge.MaxAnswerBytes, cancellationToken) switch
        {
            WebhookAnswer.Answered answer => challenge.Judge(answer.Status, answer.Body.Span),
            WebhookAnswer.NotPublic => new ChallengeOutcome.Failed("The name of the URL's host leads to no public address: webhooks go to hosts on the public internet only."),
            WebhookAnswer.NotConnected none => new ChallengeOutcome.Failed($"The URL could not be reached: {none.Reason}. Look whether it is up and has a valid certificate, then ask for a new challenge."),
            WebhookAnswer.Lost lost => new ChallengeOutcome.Failed($"The URL did not answer the challenge: {lost.Reason}. It has to answer within {_options.Timeout.TotalSeconds:0.#} s."),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _client.Dispose();

    private static WebhookOutcome OfStatus(WebhookAnswer.Answered answer) => answer.Status switch
    {
        >= 200 and <= 299 => new WebhookOutcome.Accepted(answer.Status),
        (int)HttpStatusCode.Gone => new WebhookOutcome.Refused("HTTP 410: it wants no more webhooks", WebhookRefusal.EndpointGone),
        >= 300 and <= 399 => new WebhookOutcome.Refused($"HTTP {answer.Status}: redirects are not followed", WebhookRefusal.ThisMessage),
        var status when HttpTrouble.MayPass((HttpStatusCode)status) => new WebhookOutcome.Unavailable($"HTTP {status}", answer.RetryAfter),
        var status => new WebhookOutcome.Refused($"HTTP {status}", WebhookRefusal.ThisMessage),
    };
}
