namespace Tipstaff.AzureHarness;

/// <summary>How a trigger listens: what host.json and the attribute say.</summary>
public sealed record ServiceBusListenerSettings
{
    /// <summary>How many messages one instance works on at once. Default 16, as on one core.</summary>
    public int MaxConcurrentCalls { get; init; } = 16;

    /// <summary>How many messages wait locked in the client. Only 0 is made here.</summary>
    public int PrefetchCount
    {
        get;
        init => field = value == 0 ? value : throw new NotSupportedException("The harness prefetches no messages.");
    }

    /// <summary>Whether a message is completed when the function returns without having settled it. Default yes.</summary>
    public bool AutoComplete { get; init; } = true;

    /// <summary>For how long the host renews the lock while a function runs. Default 5 minutes; zero for never.</summary>
    public TimeSpan MaxAutoLockRenewalDuration { get; init; } = TimeSpan.FromMinutes(5);
}
