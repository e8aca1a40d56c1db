using Tipstaff.Courts;
using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The body of <c>PATCH /api/subscriptions/ID</c>: what is left out stays as it is.</summary>
internal static class SubscriptionChangeBody
{
    private const string Sample = """{"cadence":"daily","digestHour":7,"exclude":["notice of appearance"],"paused":false}""";

    /// <summary>The fields that may be there.</summary>
    public static readonly IReadOnlyDictionary<string, JsonFieldKind> Fields = new Dictionary<string, JsonFieldKind>(StringComparer.Ordinal)
    {
        ["cadence"] = JsonFieldKind.Text,
        ["digestHour"] = JsonFieldKind.Number,
        ["digestTimeZone"] = JsonFieldKind.Text,
        ["digestDay"] = JsonFieldKind.Text,
        ["include"] = JsonFieldKind.Texts,
        ["exclude"] = JsonFieldKind.Texts,
        ["paused"] = JsonFieldKind.Truth,
    };

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="present">The subscription as it is.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    public static SubscriptionChange? Read(
        ReadOnlyMemory<byte> json, Subscription present, CourtDirectory courts, out IReadOnlyDictionary<string, string> errors)
    {
        var body = JsonBody.Read(json, Fields, Sample, out var found);
        errors = found;
        if (body is null)
        {
            return null;
        }

        courts.TryFind(present.Court?.Value, out var court);
        var terms = SubscriptionTerms.Read(
            new FollowFields
            {
                Cadence = body.Text("cadence") ?? present.Cadence.ToString().ToLowerInvariant(),
                DigestHour = body.Number("digestHour") ?? present.DigestAt?.Hour,
                DigestTimeZone = body.Text("digestTimeZone") ?? present.DigestAt?.TimeZone,
                DigestDay = body.Text("digestDay") ?? present.DigestAt?.Day.ToString(),
                Include = body.Texts("include") ?? present.Filter?.Include,
                Exclude = body.Texts("exclude") ?? present.Filter?.Exclude,
            },
            court,
            found);
        if (present.Webhook is not null)
        {
            terms.RefuseDigest(found);
        }

        return found.Count == 0 ? new SubscriptionChange { Terms = terms, Paused = body.Truth("paused") } : null;
    }
}
