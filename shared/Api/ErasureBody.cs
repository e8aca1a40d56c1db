using Tipstaff.Subscriptions;

namespace Tipstaff.Api;

/// <summary>The body of <c>POST /api/operations/erasures</c>: who is to be forgotten.</summary>
internal static class ErasureBody
{
    private const string Sample = """{"email":"ada@example.com"}""";

    /// <summary>The fields that may be there.</summary>
    public static readonly IReadOnlyDictionary<string, JsonFieldKind> Fields =
        new Dictionary<string, JsonFieldKind>(StringComparer.Ordinal) { ["email"] = JsonFieldKind.Text };

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="errors">By field, a sentence each; empty on success.</param>
    public static EmailAddress? Read(ReadOnlyMemory<byte> json, out Dictionary<string, string> errors)
    {
        if (JsonBody.Read(json, Fields, Sample, out errors) is not { } body)
        {
            return null;
        }

        if (EmailAddress.TryParse(body.Text("email"), out var address))
        {
            return address;
        }

        errors["email"] = $"Send the address under which they subscribed, such as {Sample}.";
        return null;
    }
}
