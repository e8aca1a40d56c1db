using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Tipstaff.Api;

/// <summary>Reads the form of a request, whoever sent it.</summary>
internal static class FormReading
{
    /// <summary>The form; null where there is none, or none that can be read.</summary>
    /// <exception cref="BadHttpRequestException">The body is larger than the server takes, or came too slowly.</exception>
    public static async Task<IFormCollection?> ReadAsync(HttpRequest request, FormOptions limits, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType)
        {
            return null;
        }

        try
        {
            return await request.ReadFormAsync(limits, cancellationToken);
        }
        // Not supported: a form, a part of it or a file's name is said to be UTF-7.
        catch (Exception error) when (error is InvalidDataException or NotSupportedException or (IOException and not BadHttpRequestException))
        {
            return null;
        }
    }
}
