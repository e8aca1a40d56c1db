using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json;

namespace Tipstaff.Tests.Shared;

public sealed class AppVersionTests
{
    private const string Commit = "8f14e45fceea167a5a36dedd4bea2543c0ffee00";

    [Theory]
    [InlineData($"20261121.3+{Commit}", "20261121.3", Commit)]
    [InlineData("0.1.0", "0.1.0", null)]
    public void Parse_NumberAndCommit_AreToldApartAndWrittenAgain(string text, string number, string? commit)
    {
        var version = AppVersion.Parse(text);

        Assert.Equal((number, commit, text), (version.Number, version.Commit, version.ToString()));
    }

    [Fact]
    public void Of_AssemblyOfABuildWithVersion_IsThatVersion()
    {
        var attribute = new CustomAttributeBuilder(typeof(AssemblyInformationalVersionAttribute).GetConstructor([typeof(string)])!, [$"20261121.3+{Commit}"]);
        var name = new AssemblyName("Built") { Version = new Version(1, 2, 3, 4) };

        Assert.Equal(new AppVersion("20261121.3", Commit), AppVersion.Of(AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.RunAndCollect, [attribute])));
        Assert.Equal("1.2.3.4", AppVersion.Of(AssemblyBuilder.DefineDynamicAssembly(name, AssemblyBuilderAccess.RunAndCollect)).ToString());
    }

    [Fact]
    public async Task Build_VersionOfThePipeline_StandsInTheAssemblyAsItIs()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Support.Repository.Root, "pipelines", "scripts", "build.sh"));
        var switches = script.Split('\n').Single(line => line.StartsWith("dotnet publish local", StringComparison.Ordinal)).Split(' ')
            .Where(word => word.StartsWith("-p:", StringComparison.Ordinal)).Select(word => word.Replace("\"$version\"", $"20261121.3+{Commit}", StringComparison.Ordinal));

        var start = new ProcessStartInfo("dotnet", ["msbuild", Path.Combine(Support.Repository.Root, "shared", "Tipstaff.csproj"), "-t:GetAssemblyAttributes", "-getItem:AssemblyAttribute", .. switches])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        using var said = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync());

        var attributes = said.RootElement.GetProperty("Items").GetProperty("AssemblyAttribute").EnumerateArray();
        var version = attributes.Single(attribute => attribute.GetProperty("Identity").GetString() == typeof(AssemblyInformationalVersionAttribute).FullName);
        Assert.Equal($"20261121.3+{Commit}", version.GetProperty("_Parameter1").GetString());
    }
}
