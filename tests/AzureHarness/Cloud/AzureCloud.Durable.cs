namespace Tipstaff.AzureHarness;

public sealed partial class AzureCloud
{
    /// <summary>The task hub that all instances share.</summary>
    public DurableHub Durable => field ??= new DurableHub(this);
}
