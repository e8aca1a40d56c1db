using System.Diagnostics.CodeAnalysis;
using Azure;
using Azure.Core;

namespace Tipstaff.AzureHarness;

/// <summary>What a service of the cloud answers, as the SDKs hand it out.</summary>
internal sealed class CloudResponse(int status, string reason = "", IReadOnlyDictionary<string, string>? headers = null) : Response
{
    private static readonly Dictionary<string, string> None = [];
    private readonly IReadOnlyDictionary<string, string> _headers = headers ?? None;

    public override int Status => status;

    public override string ReasonPhrase => reason;

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; } = "";

    /// <summary>An answer that tells a version.</summary>
    public static CloudResponse Tagged(int status, string etag) =>
        new(status, headers: new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["ETag"] = etag });

    public override void Dispose() => ContentStream?.Dispose();

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(header => new HttpHeader(header.Key, header.Value));
}
