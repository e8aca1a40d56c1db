namespace Tipstaff.Pages;

/// <summary>The one script, embedded in this build. Every page works without it.</summary>
public static class SiteScript
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/site.js";

    /// <summary>It, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Code { get; } = EmbeddedFile.Load("site.js");

    /// <summary>Its <c>ETag</c>, with the quotes.</summary>
    public static string ETag { get; } = EmbeddedFile.ETagOf(Code);
}
