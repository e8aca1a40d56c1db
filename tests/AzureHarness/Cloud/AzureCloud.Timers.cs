namespace Tipstaff.AzureHarness;

public sealed partial class AzureCloud
{
    private TimerService? _timers;

    /// <summary>The timers of the app.</summary>
    public TimerService Timers => _timers ??= new TimerService(this);
}
