using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Digests;
using Tipstaff.Mail;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>The ports of one process.</summary>
internal sealed record PortSet(
    IFeedSource Courts,
    IDockets Dockets,
    ISubscriptions Subscriptions,
    IOutbox Outbox,
    IOperatorNotices Notices,
    ISuppressions Addresses,
    IDigests Digests,
    IProviderBreakers Breakers,
    IDeliveryQueue Queue,
    IReadOnlyList<IMailProvider> Providers,
    IWebhookEndpoints Webhooks,
    IWebhookReceivers Receivers);

/// <summary>How a process is put together; a planted bug is another way.</summary>
internal record Wiring
{
    /// <summary>As the product is.</summary>
    public static readonly Wiring Right = new();

    /// <summary>Puts something between the use cases and their ports.</summary>
    public Func<PortSet, PortSet> Wire { get; init; } = ports => ports;

    /// <summary>When breakers open.</summary>
    public BreakerOptions Breakers { get; init; } = new();

    /// <summary>Whether a sweep looks for what the queue lost.</summary>
    public bool Sweeps { get; init; } = true;

    /// <summary>Whether one court's check waits for another's.</summary>
    public bool OneCheckAtATime { get; init; }
}
