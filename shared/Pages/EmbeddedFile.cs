using Tipstaff.Courts;

namespace Tipstaff.Pages;

/// <summary>The files of the pages that are embedded in this build.</summary>
internal static class EmbeddedFile
{
    /// <summary>A file as it is.</summary>
    /// <exception cref="InvalidDataException">It is missing: a fault of the build.</exception>
    public static byte[] Load(string name)
    {
        using var stream = typeof(CourtDirectory).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidDataException($"{name} is not embedded in this build.");
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        return whole.ToArray();
    }

    /// <summary>The <c>ETag</c> of a file, with the quotes.</summary>
    public static string ETagOf(ReadOnlyMemory<byte> file) => $"\"{ContentKey.Of(Convert.ToHexString(file.Span))}\"";
}
