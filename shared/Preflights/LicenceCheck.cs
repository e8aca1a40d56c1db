using System.Text.Json;

namespace Tipstaff.Preflights;

/// <summary>A package that is built in.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Licence">Its licence as an SPDX expression, or the address of its text; empty where its metadata give none.</param>
public sealed record BuiltInPackage(string Name, string Version, string Licence)
{
    /// <summary>Reads the components of a CycloneDX bill of materials.</summary>
    /// <param name="bill">The bill, UTF-8.</param>
    /// <exception cref="FormatException">It is no such bill, or lists nothing; the message says what is wrong with it.</exception>
    public static IReadOnlyList<BuiltInPackage> Read(ReadOnlyMemory<byte> bill)
    {
        try
        {
            using var document = JsonDocument.Parse(bill);
            var components = document.RootElement.GetProperty("components").EnumerateArray().Select(Read).ToList();
            return components.Count > 0 ? components : throw new FormatException("it lists no packages.");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static BuiltInPackage Read(JsonElement component) => new(
        component.GetProperty("name").GetString() ?? "",
        component.GetProperty("version").GetString() ?? "",
        component.TryGetProperty("licenses", out var licences) && licences.GetArrayLength() > 0 ? LicenceOf(licences[0]) : "");

    // { "expression": "MIT" }, { "license": { "id": "MIT" } }, { "license": { "name": "https://…" } }
    private static string LicenceOf(JsonElement choice) =>
        choice.TryGetProperty("expression", out var expression) ? expression.GetString() ?? ""
        : !choice.TryGetProperty("license", out var licence) ? ""
        : licence.TryGetProperty("id", out var id) || licence.TryGetProperty("name", out id) ? id.GetString() ?? ""
        : "";
}

/// <summary>Refuses packages under licences that are not on the list.</summary>
public static class LicenceCheck
{
    /// <summary>Looks at each package.</summary>
    public static IEnumerable<Finding> Run(IEnumerable<BuiltInPackage> packages, LicenceList list) =>
        from package in packages
        where !list.Packages.Contains(package.Name) && !list.Allows(package.Licence)
        select new Finding.Refused(
            $"{package.Name} {package.Version} is under {(package.Licence.Length > 0 ? package.Licence : "a licence that its metadata do not name")}",
            "take another package, or add the licence, or the package with the reason, to pipelines/licences.txt");
}
