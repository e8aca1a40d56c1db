using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <summary>Who waits for messages of a queue. Consumers compete: each message is offered to one, in turn.</summary>
internal interface IBusConsumer
{
    /// <summary>Whether it can take one more.</summary>
    bool IsHungry { get; }

    /// <summary>Tells it that there is a message. It goes on in its own context and takes or drops the offer.</summary>
    void Offer(BusOffer offer);
}

/// <summary>A message's being there, told to one consumer. Nothing is locked by it: another receiver may be quicker.</summary>
internal sealed class BusOffer(BusQueue queue, IBusConsumer consumer)
{
    public IBusConsumer Consumer => consumer;

    /// <summary>Takes what is there; empty when another was quicker.</summary>
    public IReadOnlyList<ServiceBusReceivedMessage> Take(int most, ServiceBusReceiveMode mode)
    {
        queue.Forget(this);
        return queue.Take(most, mode);
    }

    /// <summary>Leaves it to the others.</summary>
    public void Drop()
    {
        queue.Forget(this);
        queue.Pump();
    }
}

/// <summary>Going on in another's context.</summary>
internal static class Contexts
{
    /// <summary>Runs an action in a context; at once where there is none.</summary>
    public static void Run(this SynchronizationContext? context, Action action)
    {
        if (context is null)
            action();
        else
            context.Post(static posted => ((Action)posted!)(), action);
    }
}
