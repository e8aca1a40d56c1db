using System.Text.Json;
using Tipstaff.Mail;

namespace Tipstaff.Api;

/// <summary>The body of <c>POST /api/subscriptions</c>, read strictly: each fault is named by its field.</summary>
/// <param name="Email">As typed; null when missing.</param>
/// <param name="Court">As typed; null when missing.</param>
/// <param name="DocketNumber">As typed; null when missing.</param>
internal sealed record SubscriptionRequestBody(string? Email, string? Court, string? DocketNumber)
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 16_384;

    private const string Sample = """send an object such as {"email":"ada@example.com","court":"nysd","docketNumber":"1:24-cv-01234"}.""";
    private const int MaxShown = 40;

    // Each unknown field is named in the answer, which is not to grow with the number of them.
    private const int MaxErrors = 8;

    private static readonly string[] Later = ["query", "include", "exclude", "channel"];

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    public static SubscriptionRequestBody? Read(ReadOnlyMemory<byte> json, out IReadOnlyDictionary<string, string> errors)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        errors = found;
        var text = json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;
        if (text.IsEmpty)
        {
            found["body"] = $"The body is empty: {Sample}";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            return ReadObject(document.RootElement, found);
        }
        catch (JsonException error)
        {
            found["body"] = $"The body cannot be read as JSON from line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} on: {Sample}";
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
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (errors.Count == MaxErrors)
            {
                break;
            }

            if (NameOf(property) is not { } name)
            {
                errors["body"] = "The name of a field is no valid Unicode text: send email, court and docketNumber.";
                continue;
            }

            if (!seen.Add(name))
            {
                errors[Shown(name)] = "This field is there twice: send it once.";
                continue;
            }

            switch (name)
            {
                case "email":
                    email = Text(name, property.Value, errors);
                    break;
                case "court":
                    court = Text(name, property.Value, errors);
                    break;
                case "docketNumber":
                    docketNumber = Text(name, property.Value, errors);
                    break;
                case "cadence":
                    if (Text(name, property.Value, errors) is { } cadence and not "immediate")
                    {
                        errors[name] = $"'{Shown(cadence)}' alerts cannot be had so far: leave cadence out, or send immediate.";
                    }

                    break;
                case var _ when Later.Contains(name, StringComparer.Ordinal):
                    errors[name] = $"Only alerts on one docket, by e-mail, can be had so far: leave {name} out.";
                    break;
                default:
                    errors[Shown(name)] = "This field is not known: send email, court and docketNumber.";
                    break;
            }
        }

        return errors.Count == 0 ? new SubscriptionRequestBody(email, court, docketNumber) : null;
    }

    private static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // JSON can spell half a character ("\ud800") and bytes that are no UTF-8: both are found only when the text is asked for.
    private static string? Text(string name, JsonElement value, Dictionary<string, string> errors)
    {
        try
        {
            if (value.ValueKind is JsonValueKind.String)
            {
                return value.GetString();
            }

            errors[name] = $"{name} is {Kind(value)}: send text in quotes.";
        }
        catch (InvalidOperationException)
        {
            errors[name] = $"{name} is no valid Unicode text: send it without half characters (lone surrogates).";
        }

        return null;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Number => $"the number {CourtText.Cut(value.GetRawText(), MaxShown)}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    private static string Shown(string typed) => CourtText.Clean(typed, MaxShown);
}
