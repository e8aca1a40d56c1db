using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tipstaff.Api;

/// <summary>What the form of a page sent, read strictly: no page of ours sends a field twice.</summary>
internal sealed class PageForm
{
    /// <summary>The longest value of a field, in characters: twenty phrases, a line each.</summary>
    public const int MaxValueLength = 2_048;

    private static readonly FormOptions Limits = new()
    {
        ValueCountLimit = 24,
        KeyLengthLimit = 64,
        ValueLengthLimit = MaxValueLength,
        MultipartBodyLengthLimit = 16_384,
        MultipartHeadersCountLimit = 4,
        MultipartHeadersLengthLimit = 1_024,
    };

    private readonly IFormCollection _form;

    private PageForm(IFormCollection form) => _form = form;

    /// <summary>The form; null where there is none, none that can be read, or one with a doubled field.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the server takes, or came too slowly.</exception>
    public static async Task<PageForm?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var form = await FormReading.ReadAsync(request, Limits, cancellationToken);
        return form is null || form.Any(field => field.Value.Count != 1) || form.Files.Count > 0 ? null : new PageForm(form);
    }

    /// <summary>A field as it was typed; null where it is missing.</summary>
    public string? Raw(string field) => _form[field].FirstOrDefault();

    /// <summary>A field without the space around it; null where it is missing or empty.</summary>
    public string? Text(string field) => Raw(field)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The lines of a field, without empty ones.</summary>
    public IReadOnlyList<string> Lines(string field) =>
        Text(field)?.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
