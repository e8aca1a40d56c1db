namespace Tipstaff.AzureHarness;

/// <content>The tables of the cloud.</content>
public sealed partial class AzureCloud
{
    /// <summary>Its tables, which instances reach by their clients.</summary>
    internal TableStore Tables => field ??= new TableStore(TablesTime);
}
