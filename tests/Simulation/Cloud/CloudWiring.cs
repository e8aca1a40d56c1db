using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Mail;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>How the app is put together in the cloud; a planted bug is another way.</summary>
internal sealed record CloudWiring
{
    /// <summary>As the product is.</summary>
    public static readonly CloudWiring Right = new();

    /// <summary>Changes services of an instance, after all else.</summary>
    public Action<IServiceCollection, CloudProcess> Adjust { get; init; } = static (_, _) => { };

    /// <summary>Whether the host runs a function's timer at all.</summary>
    public Func<string, bool> HasTimer { get; init; } = static _ => true;

    /// <summary>Whether the cloud itself does nothing wrong.</summary>
    public bool IsCalm { get; init; }

    /// <summary>The share of calls to queues before which the instance dies, besides what the day's seed draws.</summary>
    public double DiesBeforeQueueing { get; init; }

    /// <summary>What a write of a row becomes on its way to the tables; null: it is left out.</summary>
    public Func<TableWrite, TableWrite?>? Change { get; init; }

    /// <summary>Puts something around a mail provider.</summary>
    public Func<IMailProvider, IMailProvider> Around { get; init; } = static provider => provider;
}
