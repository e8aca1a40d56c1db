using Azure.Core;
using Azure.Data.Tables;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Tables;

/// <summary>Clients of a cloud's tables.</summary>
internal static class SomeTables
{
    /// <summary>The tables of a cloud as an instance sees them.</summary>
    public static TableServiceClient Client(AzureCloud cloud, string instance = "a") => new(
        new Uri($"https://{cloud.AccountOf(instance)}.table.core.windows.net"), DelegatedTokenCredential.Create((_, _) => default));

    /// <summary>A table of its own, made.</summary>
    public static async Task<TableClient> TableAsync(AzureCloud cloud, string name = "rows")
    {
        var table = Client(cloud).GetTableClient(name);
        await table.CreateIfNotExistsAsync();
        return table;
    }
}
