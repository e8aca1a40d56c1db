using System.Xml;
using System.Xml.Linq;

namespace Tipstaff.Preflights;

/// <summary>What became of the versions of packages that Directory.Packages.props pins.</summary>
public sealed record PackagePins(IReadOnlyList<string> Added, IReadOnlyList<string> Changed, IReadOnlyList<string> Removed)
{
    /// <summary>Compares two texts of the file.</summary>
    /// <exception cref="FormatException">One is no such file; the message says what is wrong with it.</exception>
    public static PackagePins Between(string before, string after)
    {
        var (old, @new) = (Read(before), Read(after));
        return new PackagePins(
            [.. @new.Where(pin => !old.ContainsKey(pin.Key)).Select(pin => $"{pin.Key} {pin.Value}")],
            [.. @new.Where(pin => old.TryGetValue(pin.Key, out var version) && version != pin.Value).Select(pin => $"{pin.Key} {old[pin.Key]} to {pin.Value}")],
            [.. old.Keys.Where(id => !@new.ContainsKey(id))]);
    }

    private static SortedDictionary<string, string> Read(string text)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var pins = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var pin in XDocument.Load(reader).Descendants("PackageVersion"))
            {
                pins[(string?)pin.Attribute("Include") ?? ""] = (string?)pin.Attribute("Version") ?? "";
            }

            return pins;
        }
        catch (XmlException error)
        {
            throw new FormatException($"Directory.Packages.props is no XML: {error.Message}", error);
        }
    }
}
