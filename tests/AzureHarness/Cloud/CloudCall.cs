namespace Tipstaff.AzureHarness;

/// <summary>One call of an instance to the cloud, as faults and counts see it.</summary>
/// <param name="Service">Which service is called.</param>
/// <param name="Operation">The client's method, <c>UpdateEntity</c>; no <c>Async</c>.</param>
/// <param name="Subject">What it is about: table and keys, queue and message id, orchestration id.</param>
/// <param name="Instance">The instance of the app that calls; empty for whoever is no instance.</param>
public sealed record CloudCall(CloudService Service, string Operation, string Subject, string Instance);

/// <summary>The services of the cloud.</summary>
public enum CloudService
{
    /// <summary>Table storage; a query counts once a page, a transaction once.</summary>
    Tables,

    /// <summary>Service Bus.</summary>
    ServiceBus,

    /// <summary>Durable orchestrations.</summary>
    Orchestrations,

    /// <summary>Durable entities.</summary>
    Entities,

    /// <summary>Communication Services' mail.</summary>
    Email,
}

/// <summary>What may go wrong around a call. Both may wait, throw what the SDK throws, or never return (the instance is dead).</summary>
public interface ICloudFaults
{
    /// <summary>Before the service does anything.</summary>
    Task BeforeAsync(CloudCall call, CancellationToken cancellationToken);

    /// <summary>After the service has done it, before the caller hears of it.</summary>
    Task AfterAsync(CloudCall call, CancellationToken cancellationToken);

    /// <summary>
    /// Asked when the service has done it: whether the client makes the call a second time, as the answer to the first was lost. Then
    /// it hears of the second only.
    /// </summary>
    bool IsRepeated(CloudCall call) => false;
}
