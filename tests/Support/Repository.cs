using System.Runtime.CompilerServices;

namespace Tipstaff.Tests.Support;

/// <summary>Where the repository lies on the machine that runs the tests.</summary>
internal static class Repository
{
    /// <summary>The folder with <c>Tipstaff.slnx</c>.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", ".."));

    /// <summary>The folder beside the repository with the corpus of court documents; null where it is missing.</summary>
    public static string? Corpus
    {
        get
        {
            var folder = Path.GetFullPath(Path.Combine(Root, "..", "shared", "corpus"));
            return Directory.Exists(folder) ? folder : null;
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
