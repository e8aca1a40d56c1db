using Tipstaff.Courts;

namespace Tipstaff.Pages;

/// <summary>The one stylesheet, embedded in this build.</summary>
public static class SiteStyle
{
    /// <summary>Where it is served.</summary>
    public const string Path = "/site.css";

    /// <summary>It, UTF-8.</summary>
    public static ReadOnlyMemory<byte> Css { get; } = Load();

    /// <summary>Its <c>ETag</c>, with the quotes.</summary>
    public static string ETag { get; } = $"\"{ContentKey.Of(Convert.ToHexString(Css.Span))}\"";

    private static byte[] Load()
    {
        using var stream = typeof(CourtDirectory).Assembly.GetManifestResourceStream("site.css")
            ?? throw new InvalidDataException("site.css is not embedded in this build.");
        using var css = new MemoryStream();
        stream.CopyTo(css);
        return css.ToArray();
    }
}
