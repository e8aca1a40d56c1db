using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Tipstaff.Webhooks;

namespace Tipstaff.Subscriptions;

/// <summary>Stands for a subscriber's address wherever the address may not go: keys, logs, queues.</summary>
[JsonConverter(typeof(ParsableJsonConverter<SubscriberId>))]
public sealed record SubscriberId : IParsable<SubscriberId>
{
    private SubscriberId(string value) => Value = value;

    /// <summary>32 hex digits.</summary>
    public string Value { get; }

    /// <summary>The id of whoever reads mail at this address.</summary>
    /// <param name="address">The address; its case does not matter.</param>
    /// <param name="key">The installation's own secret, so that an id tells nobody which address it stands for.</param>
    public static SubscriberId Of(EmailAddress address, ReadOnlySpan<byte> key) =>
        new(Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(address.Normalized))[..(ContentKey.Length / 2)]));

    /// <summary>Stands for one URL of a subscriber where it is remembered who was told what.</summary>
    internal static SubscriberId OfWebhook(SubscriberId subscriber, WebhookUrl url) => new(ContentKey.Of("webhook", subscriber.Value, url.Value));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out SubscriberId result)
    {
        result = ContentKey.IsWellFormed(s) ? new SubscriberId(s!) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static SubscriberId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is no SubscriberId.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
