using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Azure;
using Azure.Core;

namespace Tipstaff.AzureHarness;

/// <summary>An answer of the mail service.</summary>
internal sealed class EmailResponse : Response
{
    private readonly Dictionary<string, string> _headers = new(StringComparer.OrdinalIgnoreCase);

    private EmailResponse(int status) => Status = status;

    public override int Status { get; }

    public override string ReasonPhrase => "";

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    /// <summary>An answer without a body.</summary>
    public static EmailResponse Of(int status) => new(status);

    /// <summary>What the SDK throws for a refusal, with its code, and when to come again.</summary>
    public static RequestFailedException Refusal(int status, string code, string message, TimeSpan? retryAfter = null)
    {
        var body = new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } }.ToJsonString();
        var response = new EmailResponse(status) { ContentStream = new MemoryStream(Encoding.UTF8.GetBytes(body)) };
        response._headers["Content-Type"] = "application/json";
        if (retryAfter is { } wait)
        {
            response._headers["Retry-After"] = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return new RequestFailedException(response);
    }

    public override void Dispose()
    {
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
