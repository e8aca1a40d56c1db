using Tipstaff.StoredData;

namespace Tipstaff.Tests.StoredData;

/// <summary>Holds the manifest to the code: nobody changes a stored shape without being told what that takes.</summary>
public sealed class StoredDataManifestTests
{
    private static readonly string Path = System.IO.Path.Combine(Support.Repository.Root, StoredDataManifest.Path);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Manifest_SaysWhatTheCodeStores()
    {
        var code = await StoredShapes.ManifestAsync(Token);
        var written = File.Exists(Path) ? StoredDataManifest.Parse(await File.ReadAllTextAsync(Path, Token)) : null;
        var refusals = CompareStoredData.Run(written, code);
        if (refusals.Count == 0 && Environment.GetEnvironmentVariable("TIPSTAFF_WRITE_MANIFEST") is "1")
        {
            await File.WriteAllTextAsync(Path, code.ToJson(), Token);
            return;
        }

        Assert.True(refusals.Count == 0, $"{string.Join('\n', refusals)}\nThe versions are in shared/StoredData/StoredKinds.cs, the steps in docs/stored-data.md.");
        var stale = code.Kinds.Where(kind => written?.Kinds.FirstOrDefault(one => one.Kind == kind.Kind) is not { } known || Json(known) != Json(kind)).Select(kind => kind.Kind);
        Assert.True(
            !stale.Any(),
            $"{StoredDataManifest.Path} does not say what the code stores of: {string.Join(", ", stale)}. The change needs no other version; "
            + "write it down by running this test with TIPSTAFF_WRITE_MANIFEST=1, and commit the file.");
    }

    [Fact]
    public async Task EveryKind_IsSeenInAStore()
    {
        var code = await StoredShapes.ManifestAsync(Token);

        Assert.Empty(code.Kinds.Where(kind => kind.Shape.Count == 0).Select(kind => kind.Kind));
    }

    [Fact]
    public void Parse_NoManifest_SaysSo()
    {
        Assert.StartsWith($"{StoredDataManifest.Path} cannot be read", Assert.Throws<FormatException>(() => StoredDataManifest.Parse("""{"kinds":[{"kind":"a"}]}""")).Message, StringComparison.Ordinal);
        Assert.Equal(
            $"The kind 'a' of {StoredDataManifest.Path} reads no version.",
            Assert.Throws<FormatException>(() => StoredDataManifest.Parse("""{"kinds":[{"kind":"a","writes":1,"reads":[],"rewritten":false,"apart":false,"shape":[]}]}""")).Message);
    }

    private static string Json(StoredKindEntry kind) => new StoredDataManifest([kind]).ToJson();
}
