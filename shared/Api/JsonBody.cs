using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Tipstaff.Mail;

namespace Tipstaff.Api;

/// <summary>A JSON object of known fields, read strictly: unknown, doubled and wrongly typed fields are each named.</summary>
internal sealed class JsonBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int MaxBytes = 16_384;

    /// <summary>The most texts of an array.</summary>
    public const int MaxTexts = 100;

    private const int MaxShown = 40;

    // Each unknown field is named in the answer, which is not to grow with the number of them.
    private const int MaxErrors = 8;

    private readonly Dictionary<string, object> _values = new(StringComparer.Ordinal);

    private JsonBody()
    {
    }

    /// <summary>Reads a body, or says of each field what is wrong.</summary>
    /// <param name="json">The body as it came.</param>
    /// <param name="fields">The fields that may be there.</param>
    /// <param name="sample">A body as it should be, to be shown.</param>
    /// <param name="errors">By field, or <c>body</c>, a sentence each.</param>
    public static JsonBody? Read(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, JsonFieldKind> fields, string sample, out Dictionary<string, string> errors)
    {
        errors = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;
        if (text.IsEmpty)
        {
            errors["body"] = $"The body is empty: send an object such as {sample}.";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            var body = new JsonBody();
            body.Take(document.RootElement, fields, sample, errors);
            return errors.Count == 0 ? body : null;
        }
        catch (JsonException error)
        {
            errors["body"] = $"The body cannot be read as JSON from line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1} on: send an object such as {sample}.";
            return null;
        }
    }

    /// <summary>Whether a request says that its body is JSON, in UTF-8 as all JSON between programs is (RFC 8259, 8.1): what it is read as.</summary>
    public static bool IsSent(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (type.Charset.Length == 0 || HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    /// <summary>The answer to a body that is sent as something else.</summary>
    public static Problem NotSent() => new(
        StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The body is not sent as JSON", "Send the header Content-Type: application/json, and the body in UTF-8.");

    /// <summary>The body of a request; null where it is too large.</summary>
    public static Task<byte[]?> BytesAsync(HttpRequest request, CancellationToken cancellationToken) => BytesAsync(request, MaxBytes, cancellationToken);

    /// <summary>The body of a request; null where it is larger than so many bytes.</summary>
    public static async Task<byte[]?> BytesAsync(HttpRequest request, int maxBytes, CancellationToken cancellationToken)
    {
        if (request.ContentLength > maxBytes)
        {
            return null;
        }

        var buffer = new byte[(request.ContentLength ?? maxBytes) + 1];
        var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return length > maxBytes ? null : buffer[..length];
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>A field's text; null when it is missing.</summary>
    public string? Text(string name) => _values.GetValueOrDefault(name) as string;

    /// <summary>A field's whole number; null when it is missing.</summary>
    public int? Number(string name) => _values.GetValueOrDefault(name) as int?;

    /// <summary>A field's truth; null when it is missing.</summary>
    public bool? Truth(string name) => _values.GetValueOrDefault(name) as bool?;

    /// <summary>A field's texts; null when it is missing.</summary>
    public IReadOnlyList<string>? Texts(string name) => _values.GetValueOrDefault(name) as IReadOnlyList<string>;

    /// <summary>What was sent, fit to be shown back.</summary>
    public static string Shown(string typed) => CourtText.Clean(typed, MaxShown);

    private void Take(JsonElement root, IReadOnlyDictionary<string, JsonFieldKind> fields, string sample, Dictionary<string, string> errors)
    {
        if (root.ValueKind is not JsonValueKind.Object)
        {
            errors["body"] = $"The body is no JSON object: send one such as {sample}.";
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (errors.Count == MaxErrors)
            {
                return;
            }

            if (NameOf(property) is not { } name)
            {
                errors["body"] = "The name of a field is no valid Unicode text: send it without half characters (lone surrogates).";
            }
            else if (!seen.Add(name))
            {
                errors[Shown(name)] = "This field is there twice: send it once.";
            }
            else if (!fields.TryGetValue(name, out var kind))
            {
                errors[Shown(name)] = $"This field is not known: send {string.Join(", ", fields.Keys)}.";
            }
            else if (Value(name, property.Value, kind, errors) is { } value)
            {
                _values[name] = value;
            }
        }
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
    private static object? Value(string name, JsonElement value, JsonFieldKind kind, Dictionary<string, string> errors)
    {
        try
        {
            switch (kind)
            {
                case JsonFieldKind.Text when value.ValueKind is JsonValueKind.String:
                    return value.GetString();
                case JsonFieldKind.Number when value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var number):
                    return number;
                case JsonFieldKind.Truth when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    return value.GetBoolean();
                case JsonFieldKind.Texts when value.ValueKind is JsonValueKind.Array && value.GetArrayLength() <= MaxTexts
                    && value.EnumerateArray().All(one => one.ValueKind is JsonValueKind.String):
                    return value.EnumerateArray().Select(one => one.GetString()!).ToList();
            }

            errors[name] = $"{name} is {Kind(value)}: send {Wanted(kind)}.";
        }
        catch (InvalidOperationException)
        {
            errors[name] = $"{name} is no valid Unicode text: send it without half characters (lone surrogates).";
        }

        return null;
    }

    private static string Wanted(JsonFieldKind kind) => kind switch
    {
        JsonFieldKind.Number => "a whole number",
        JsonFieldKind.Truth => "true or false",
        JsonFieldKind.Texts => $"an array of at most {MaxTexts} texts in quotes",
        _ => "text in quotes",
    };

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.Number => $"the number {CourtText.Cut(value.GetRawText(), MaxShown)}",
        JsonValueKind.String => "text",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };
}

/// <summary>What a field holds.</summary>
internal enum JsonFieldKind
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>An array of texts.</summary>
    Texts,
}
