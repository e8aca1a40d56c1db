using System.Text;

namespace Tipstaff.Tests.Hostile;

/// <summary>A request that nobody of good will sends, and what it is answered by both heads. It changes nothing.</summary>
/// <param name="Name">What is wrong with it; no two rows have one name.</param>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query exactly as they are sent, with the names of <see cref="HostileHead"/> in place of tokens and ids.</param>
/// <param name="Status">The status of the answer.</param>
/// <param name="Problem">The problem's type; null for a page.</param>
internal sealed record HostileRow(string Name, string Method, string Path, int Status, string? Problem)
{
    public byte[]? Body { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The status where Azure's host answers in place of a function, without a body; null where a function does.</summary>
    public int? OfHost { get; init; }

    /// <summary>The field that the problem's <c>errors</c> name; null for any or none.</summary>
    public string? Field { get; init; }

    /// <summary>A row with a text as its body.</summary>
    public HostileRow With(string body, string? contentType) => this with { Body = Encoding.UTF8.GetBytes(body), ContentType = contentType };

    /// <summary>A row with one header more.</summary>
    public HostileRow With((string Name, string Value) header) => this with { Headers = [.. Headers, header] };
}
