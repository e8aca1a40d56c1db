using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tipstaff.Api;

/// <summary>Reads the form that the button of a link's page sends, or a mail program in its place (RFC 8058).</summary>
internal static class LinkForm
{
    // A token, and what a mail program adds; a larger form is nobody's button.
    private static readonly FormOptions Small = new()
    {
        ValueCountLimit = 16,
        KeyLengthLimit = 64,
        ValueLengthLimit = 1_024,
        MultipartBodyLengthLimit = 4_096,
        MultipartHeadersCountLimit = 4,
        MultipartHeadersLengthLimit = 1_024,
    };

    /// <summary>The form's field <c>token</c>; null where there is no form, none that can be read, or no such field.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the server takes, or came too slowly.</exception>
    public static async Task<string?> TokenAsync(HttpRequest request, CancellationToken cancellationToken) =>
        (await FieldsAsync(request, cancellationToken))?["token"].FirstOrDefault();

    /// <summary>The form's fields; null where there is no form, or none that can be read.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the server takes, or came too slowly.</exception>
    public static Task<IFormCollection?> FieldsAsync(HttpRequest request, CancellationToken cancellationToken) =>
        FormReading.ReadAsync(request, Small, cancellationToken);
}
