namespace Tipstaff.Signatures;

/// <summary>What signatures see of a request or response. Heads and clients fill it; nothing here knows how it came.</summary>
public sealed class HttpMessage
{
    private HttpMessage(string? method, RequestTarget? target, int? status, FieldSection fields, ReadOnlyMemory<byte> body)
    {
        Method = method;
        Target = target;
        Status = status;
        Fields = fields;
        Body = body;
    }

    /// <summary>The request's method as sent, its case kept; null for a response.</summary>
    public string? Method { get; }

    /// <summary>What the request asks for; null for a response, and for a request whose target could not be read.</summary>
    public RequestTarget? Target { get; }

    /// <summary>The response's status; null for a request.</summary>
    public int? Status { get; }

    /// <summary>The header fields.</summary>
    public FieldSection Fields { get; }

    /// <summary>The whole content as sent, still in its content coding; empty for none. Its size is the caller's to limit.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>A request.</summary>
    /// <param name="method">The method as sent.</param>
    /// <param name="target">What it asks for; null where that could not be read, and then no signature is found good.</param>
    /// <param name="fields">The header fields, a line each.</param>
    /// <param name="body">The whole content as sent; empty for none.</param>
    public static HttpMessage Request(
        string method, RequestTarget? target, IEnumerable<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> body) =>
        new(method, target, status: null, new FieldSection(fields), body);

    /// <summary>A response.</summary>
    /// <param name="status">Its status, 100 to 599.</param>
    /// <param name="fields">The header fields, a line each.</param>
    /// <param name="body">The whole content as sent; empty for none.</param>
    public static HttpMessage Response(int status, IEnumerable<KeyValuePair<string, string>> fields, ReadOnlyMemory<byte> body) =>
        new(method: null, target: null, status, new FieldSection(fields), body);
}
