namespace Tipstaff.AzureHarness;

public sealed partial class AzureCloud
{
    /// <summary>Communication Services' mail.</summary>
    public EmailService Email => field ??= new EmailService(this);
}
