using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The body of <c>POST /api/subscriptions</c>, read strictly: each fault is named by its field.</summary>
internal static class SubscriptionRequestBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = JsonBody.MaxBytes;

    private const string Sample = """{"email":"ada@example.com","court":"nysd","docketNumber":"1:24-cv-01234"}""";

    /// <summary>The fields that may be there.</summary>
    public static readonly IReadOnlyDictionary<string, JsonFieldKind> Fields = new Dictionary<string, JsonFieldKind>(StringComparer.Ordinal)
    {
        ["email"] = JsonFieldKind.Text,
        ["court"] = JsonFieldKind.Text,
        ["docketNumber"] = JsonFieldKind.Text,
        ["query"] = JsonFieldKind.Text,
        ["cadence"] = JsonFieldKind.Text,
        ["digestHour"] = JsonFieldKind.Number,
        ["digestTimeZone"] = JsonFieldKind.Text,
        ["digestDay"] = JsonFieldKind.Text,
        ["include"] = JsonFieldKind.Texts,
        ["exclude"] = JsonFieldKind.Texts,
        ["channel"] = JsonFieldKind.Text,
    };

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    public static FollowFields? Read(ReadOnlyMemory<byte> json, out IReadOnlyDictionary<string, string> errors)
    {
        var body = JsonBody.Read(json, Fields, Sample, out var found);
        errors = found;
        if (body is null)
        {
            return null;
        }

        return new FollowFields
        {
            Email = body.Text("email"),
            Court = body.Text("court"),
            DocketNumber = body.Text("docketNumber"),
            Query = body.Text("query"),
            Channel = body.Text("channel"),
            Cadence = body.Text("cadence"),
            DigestHour = body.Number("digestHour"),
            DigestTimeZone = body.Text("digestTimeZone"),
            DigestDay = body.Text("digestDay"),
            Include = body.Texts("include"),
            Exclude = body.Texts("exclude"),
        };
    }
}
