using System.Text.Json;
using System.Xml.Linq;
using Tipstaff.Preflights;

namespace Tipstaff.Tests.Repository;

/// <summary>Every package that this solution is built with is under a licence of the list.</summary>
public sealed class LicencesTests
{
    [Fact]
    public void Packages_OfTheSolution_AreUnderLicencesOfTheList()
    {
        var list = LicenceList.Read(File.ReadLines(Path.Combine(Support.Repository.Root, "pipelines", "licences.txt")));

        var packages = Restored().ToList();

        Assert.Contains(packages, package => package.Name == "Polly.Core");
        Assert.True(packages.Count > 50, $"{packages.Count} packages only: were they restored?");
        Assert.Empty(LicenceCheck.Run(packages, list).Cast<Finding.Refused>().Select(refused => refused.Sentence));
    }

    // As restore left it: which packages, and where they lie.
    private static IEnumerable<BuiltInPackage> Restored()
    {
        using var assets = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Support.Repository.Root, "tests", "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        return
        [
            .. from library in assets.RootElement.GetProperty("libraries").EnumerateObject()
               where library.Value.GetProperty("type").GetString() == "package"
               let parts = library.Name.Split('/')
               select new BuiltInPackage(parts[0], parts[1], LicenceOf(folders.Select(folder => Path.Combine(folder, library.Value.GetProperty("path").GetString()!, $"{parts[0].ToLowerInvariant()}.nuspec")).First(File.Exists))),
        ];
    }

    private static string LicenceOf(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Descendants().ToLookup(part => part.Name.LocalName, StringComparer.Ordinal);
        return metadata["license"].FirstOrDefault(licence => (string?)licence.Attribute("type") == "expression")?.Value
            ?? metadata["licenseUrl"].FirstOrDefault()?.Value
            ?? "";
    }
}
