using System.Text.Json;
using Tipstaff.Local.Commands;
using Tipstaff.Preflights;

namespace Tipstaff.Local.Preflights;

/// <summary>The artifact that is to be deployed, as build.sh makes it.</summary>
/// <param name="folder">Its folder.</param>
internal sealed class Artifact(string folder)
{
    private const string Remedy = "build the artifact with pipelines/scripts/build.sh.";

    /// <summary>The app's package.</summary>
    public string Package => Part("app.zip");

    /// <summary>Which version it is.</summary>
    public ReleaseVersion Version =>
        ReleaseVersion.TryParse(File.ReadAllText(Part("version")), out var version)
            ? version
            : throw new CommandFailure($"'{Path.Combine(folder, "version")}' holds no version such as 20261121.3+COMMIT: {Remedy}");

    /// <summary>Which of its packages are vulnerable.</summary>
    public PackageAudit Audit => Read("vulnerabilities.json", PackageAudit.Read);

    /// <summary>What is built in.</summary>
    public IReadOnlyList<BuiltInPackage> BuiltIn => Read("sbom.cdx.json", BuiltInPackage.Read);

    /// <summary>What its templates tell of the settings.</summary>
    public TemplateSettings SettingsOfTemplates =>
        Read(Path.Combine("infra-bicep", "modules", "settings.bicep"), text => TemplateSettings.Read(System.Text.Encoding.UTF8.GetString(text.Span)));

    /// <summary>Reads a file that is not the artifact's own.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="what">What it holds: <c>Azure's answer to what-if</c>.</param>
    /// <param name="remedy">What to do where it does not.</param>
    /// <param name="read">Reads it, and throws a <see cref="FormatException"/> where it cannot.</param>
    public static T Read<T>(string path, string what, string remedy, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is FormatException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure($"'{path}' is not {what} ({error.Message.TrimEnd('.')}): {remedy}.");
        }
    }

    private T Read<T>(string name, Func<ReadOnlyMemory<byte>, T> read) => Read(Part(name), "what build.sh makes", Remedy.TrimEnd('.'), bytes => read(bytes));

    private string Part(string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) && new FileInfo(path).Length > 0 ? path : throw new CommandFailure($"The artifact '{folder}' has no {name}: {Remedy}");
    }
}
