using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tipstaff.Subscriptions;

namespace Tipstaff.Webhooks;

/// <summary>Derives the secrets of webhooks from the installation's own, so that no store holds one.</summary>
/// <remarks>
/// HMAC-SHA256 under a key of its own purpose, over subscriber, URL and the moment at which the secret was made: after an erasure, and
/// after each change, it is another one.
/// </remarks>
public sealed class WebhookSecrets(InstallationSecret secret)
{
    private readonly byte[] _key = secret.Derive("webhook secrets");

    /// <summary>The present secret of a URL.</summary>
    public WebhookSecret Of(SubscriberId subscriber, WebhookEndpoint endpoint) => Of(subscriber, endpoint.Url, endpoint.SecretMadeAt);

    /// <summary>The secrets that sign what goes to a URL.</summary>
    public WebhookKeys KeysOf(SubscriberId subscriber, WebhookEndpoint endpoint) => new(
        Of(subscriber, endpoint), endpoint.PreviousMadeAt is { } before ? Of(subscriber, endpoint.Url, before) : null, endpoint.PreviousUntil);

    private WebhookSecret Of(SubscriberId subscriber, WebhookUrl url, DateTimeOffset madeAt)
    {
        // No part but the last has a line feed in it.
        var content = string.Join('\n', subscriber.Value, madeAt.UtcTicks.ToString(CultureInfo.InvariantCulture), url.Value);
        return WebhookSecret.Of(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(content)));
    }
}
