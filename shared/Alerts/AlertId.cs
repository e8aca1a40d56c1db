using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Tipstaff.Dockets;
using Tipstaff.Subscriptions;

namespace Tipstaff.Alerts;

/// <summary>Id of an alert, derived from the subscription and the entries told: the same news is the same alert.</summary>
[JsonConverter(typeof(ParsableJsonConverter<AlertId>))]
public sealed record AlertId : IParsable<AlertId>
{
    private AlertId(string value) => Value = value;

    /// <summary>32 hex digits.</summary>
    public string Value { get; }

    /// <summary>The id of what tells this subscription of these entries, in whatever order they stand.</summary>
    public static AlertId Of(SubscriptionId subscription, IEnumerable<EntryIdentity> entries) =>
        new(ContentKey.Of(entries.Select(entry => entry.Value).Order(StringComparer.Ordinal).Prepend(subscription.Value)));

    /// <inheritdoc/>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out AlertId result)
    {
        result = ContentKey.IsWellFormed(s) ? new AlertId(s!) : null;
        return result is not null;
    }

    /// <inheritdoc/>
    public static AlertId Parse(string s, IFormatProvider? provider = null) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' is no alert id.");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
