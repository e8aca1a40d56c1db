using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.PlantedBugs;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud;

/// <summary>Stands around the ports of an instance and tells the truth what is asked and written through them; it changes nothing.</summary>
internal static class Recording
{
    public static void Put(IServiceCollection services, CloudProcess process, SimulatedWorld world, TableWatch watch)
    {
        Wrap<IDockets>(services, port => Around.Member(port, nameof(IDockets.TryRecordAsync), (args, next) =>
            WriteAsync(watch.Begin(process, (CourtStep)args[0]!), () => (Task<bool>)next(args))));
        Wrap<ISubscriptions>(services, port => Around.Member(port, nameof(ISubscriptions.FollowersAsync), (args, next) =>
        {
            world.Truth.AskedForFollowers(process, (CourtId)args[0]!);
            return next(args);
        }));
        Wrap<IRecipients>(services, port => Around.Member(port, nameof(IRecipients.FindAsync), (args, next) =>
        {
            var messages = (IReadOnlyCollection<OutboxMessage>)args[0]!;
            world.Truth.Looked([.. messages.OfType<OutboxMessage.AlertMessage>().Select(message => message.Alert.Subscription)]);
            return next(args);
        }));
        Wrap<IOutbox>(services, port => Around.Member(port, nameof(IOutbox.RecordAsync), (args, next) =>
            RecordAsync(world, (IReadOnlyCollection<DeliveryRecord>)args[0]!, () => (Task<IReadOnlyList<DeliveryRecord>>)next(args))));
    }

    private static async Task<bool> WriteAsync(IDisposable pending, Func<Task<bool>> write)
    {
        using (pending)
        {
            return await write();
        }
    }

    private static async Task<IReadOnlyList<DeliveryRecord>> RecordAsync(
        SimulatedWorld world, IReadOnlyCollection<DeliveryRecord> deliveries, Func<Task<IReadOnlyList<DeliveryRecord>>> record)
    {
        var written = await record();
        world.Truth.Recorded(deliveries);
        return written;
    }

    /// <summary>Puts something around a service that is registered.</summary>
    public static void Wrap<T>(IServiceCollection services, Func<T, T> around)
        where T : class => Wrap<T>(services, (service, _) => around(service));

    /// <inheritdoc cref="Wrap{T}(IServiceCollection, Func{T, T})"/>
    public static void Wrap<T>(IServiceCollection services, Func<T, IServiceProvider, T> around)
        where T : class
    {
        var registered = services.Last(service => service.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Singleton(provider => around((T)Make(registered, provider), provider)));
    }

    /// <summary>Makes a service as it was registered.</summary>
    public static object Make(ServiceDescriptor registered, IServiceProvider provider) =>
        registered.ImplementationInstance
        ?? registered.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, registered.ImplementationType!);
}
