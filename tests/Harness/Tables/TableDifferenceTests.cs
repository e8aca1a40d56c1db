using Tipstaff.AzureHarness;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>Whether the harness's tables and a real server's can be told apart by work that a seed decides.</summary>
public sealed class TableDifferenceTests(AzuriteServer azurite)
{
    private static readonly int Pieces = Environment.GetEnvironmentVariable("TIPSTAFF_NIGHTLY") is null ? 300 : 20_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task RandomWork_OnBoth_EndsAlike(int seed)
    {
        using var cloud = new AzureCloud(new ManualTimeProvider());
        var mine = await SomeTables.TableAsync(cloud);
        var real = (await azurite.OpenAsync()).GetTableClient("rows");
        await real.CreateIfNotExistsAsync();

        var told = await new RandomTableWork(mine, seed).RunAsync(Pieces);

        Assert.Equal(await new RandomTableWork(real, seed).RunAsync(Pieces), told);
    }
}
