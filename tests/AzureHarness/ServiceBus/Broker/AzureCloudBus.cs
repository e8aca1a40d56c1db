using System.Diagnostics.CodeAnalysis;

namespace Tipstaff.AzureHarness;

public sealed partial class AzureCloud
{
    /// <summary>Its Service Bus namespace, empty until queues are made.</summary>
    [field: AllowNull]
    public ServiceBusBroker Bus => field ??= new ServiceBusBroker(this);
}
