namespace Tipstaff.Pages;

/// <summary>The one stylesheet, embedded in this build.</summary>
public static class SiteStyle
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/site.css";

    /// <summary>It, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Css { get; } = EmbeddedFile.Load("site.css");

    /// <summary>Its <c>ETag</c>, with the quotes.</summary>
    public static string ETag { get; } = EmbeddedFile.ETagOf(Css);
}
