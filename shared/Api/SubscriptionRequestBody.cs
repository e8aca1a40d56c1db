using System.Text.Json;

namespace Tipstaff.Api;

/// <summary>The body of <c>POST /api/subscriptions</c>, read strictly: each fault is named by its field.</summary>
/// <param name="Email">As typed; null when missing.</param>
/// <param name="Court">As typed; null when missing.</param>
/// <param name="DocketNumber">As typed; null when missing.</param>
internal sealed record SubscriptionRequestBody(string? Email, string? Court, string? DocketNumber)
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 16_384;

    private static readonly string[] Later = ["query", "include", "exclude", "channel"];

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    public static SubscriptionRequestBody? Read(ReadOnlyMemory<byte> json, out IReadOnlyDictionary<string, string> errors)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        errors = found;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8 });
            return ReadObject(document.RootElement, found);
        }
        catch (JsonException error)
        {
            found["body"] = $"The body is no JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}): send an object such as "
                + """{"email":"ada@example.com","court":"nysd","docketNumber":"1:24-cv-01234"}.""";
            return null;
        }
        catch (InvalidOperationException)
        {
            found["body"] = "The body holds half a Unicode character (a lone surrogate): send valid text.";
            return null;
        }
    }

    private static SubscriptionRequestBody? ReadObject(JsonElement root, Dictionary<string, string> errors)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            errors["body"] = "The body is no JSON object: send email, court and docketNumber.";
            return null;
        }

        string? email = null, court = null, docketNumber = null;
        foreach (var property in root.EnumerateObject())
        {
            switch (property.Name)
            {
                case "email":
                    email = Text(property, errors);
                    break;
                case "court":
                    court = Text(property, errors);
                    break;
                case "docketNumber":
                    docketNumber = Text(property, errors);
                    break;
                case "cadence" when property.Value.ValueKind is JsonValueKind.String && property.Value.ValueEquals("immediate"):
                    break;
                case "cadence":
                    errors["cadence"] = "Only immediate alerts can be had so far: leave cadence out, or send immediate.";
                    break;
                case var name when Later.Contains(name, StringComparer.Ordinal):
                    errors[name] = $"Only alerts on one docket, by e-mail, can be had so far: leave {name} out.";
                    break;
                default:
                    errors[Shown(property.Name)] = "This field is not known: send email, court and docketNumber.";
                    break;
            }
        }

        return errors.Count == 0 ? new SubscriptionRequestBody(email, court, docketNumber) : null;
    }

    private static string? Text(JsonProperty property, Dictionary<string, string> errors)
    {
        if (property.Value.ValueKind is JsonValueKind.String)
        {
            return property.Value.GetString();
        }

        errors[property.Name] = $"{property.Name} must be text in quotes.";
        return null;
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name[..40];
}
