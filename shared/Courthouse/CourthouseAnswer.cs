namespace Tipstaff.Courthouse;

/// <summary>What the made-up courthouse answers to one request for a feed.</summary>
public sealed record CourthouseAnswer
{
    /// <summary>HTTP status: 200, 304, 404, or 5xx when down.</summary>
    public required int Status { get; init; }

    /// <summary>The body; empty for 304.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary><c>Content-Type</c>.</summary>
    public string ContentType { get; init; } = "application/rss+xml";

    /// <summary><c>ETag</c> with its quotes; null where the court sends none.</summary>
    public string? ETag { get; init; }

    /// <summary><c>Last-Modified</c>; null where the court sends none.</summary>
    public string? LastModified { get; init; }

    /// <summary><c>Retry-After</c>; null where the court does not ask for it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long the answer takes to begin.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>
    /// After how many bytes of the announced body the connection breaks; 0: before any answer. Null: it does not.
    /// </summary>
    public int? CutAfter { get; init; }

    /// <summary>What is wrong with it.</summary>
    public CourthouseFault Fault { get; init; }
}

/// <summary>What can be wrong with an answer.</summary>
public enum CourthouseFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>An error status.</summary>
    Down,

    /// <summary>The connection breaks before any answer.</summary>
    Dropped,

    /// <summary>It comes late; its content is right.</summary>
    Slow,

    /// <summary>An HTML page about maintenance, status 200.</summary>
    MaintenancePage,

    /// <summary>No body, status 200.</summary>
    EmptyBody,

    /// <summary>A feed that stops in the middle, its shorter length announced.</summary>
    Truncated,

    /// <summary>A feed whose connection breaks in the middle.</summary>
    Broken,

    /// <summary>Random bytes.</summary>
    Rubbish,

    /// <summary>A whole feed without its items.</summary>
    NoItems,
}
