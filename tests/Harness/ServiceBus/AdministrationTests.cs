using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class AdministrationTests
{
    [Fact]
    public void GetQueueRuntimeProperties_MessagesOfAllStates_Counted()
    {
        using var world = new BusWorld();
        foreach (var id in (string[])["dead", "deferred", "locked", "waiting"])
            world.Send(id);
        world.Run(() => world.Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), BusWorld.Start.AddDays(1)));
        world.Run(() => world.Receiver.DeadLetterMessageAsync(world.Receive()!));
        world.Run(() => world.Receiver.DeferMessageAsync(world.Receive()!));
        _ = world.Receive();

        var found = world.Run(() => Client(world).GetQueueRuntimePropertiesAsync("alerts")).Value;

        Assert.Equal(
            ("alerts", 2L, 1L, 1L, 5L),
            (found.Name, found.ActiveMessageCount, found.DeadLetterMessageCount, found.ScheduledMessageCount, found.TotalMessageCount));
        Assert.True(found.SizeInBytes > 0);
    }

    [Fact]
    public void GetQueueRuntimeProperties_QueueUnknown_NotFound()
    {
        using var world = new BusWorld();

        var reason = BusWorld.ReasonOf(() => world.Run(() => Client(world).GetQueueRuntimePropertiesAsync("nothing")));

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, reason);
        Assert.False(world.Run(() => Client(world).QueueExistsAsync("nothing")).Value);
    }

    [Fact]
    public async Task AddAzureClients_WithNamespace_InjectsClients()
    {
        using var world = new BusWorld();
        var services = new ServiceCollection();
        services.AddAzureClients(clients =>
        {
            clients.UseCredential(BusWorld.AnyCredential.Instance);
            clients.AddServiceBusClientWithNamespace(world.Host).ConfigureOptions(options => options.Identifier = "head");
            clients.AddServiceBusAdministrationClientWithNamespace(world.Host);
        });
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredService<ServiceBusClient>();
        world.Run(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x")));
        var administration = provider.GetRequiredService<ServiceBusAdministrationClient>();
        var found = world.Run(() => administration.GetQueueRuntimePropertiesAsync("alerts")).Value;

        Assert.Equal((world.Host, "head", 1L), (client.FullyQualifiedNamespace, client.Identifier, found.ActiveMessageCount));
    }

    [Fact]
    public void ServiceBusReceivedMessage_FromTheFactory_AsGiven()
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(
            body: BinaryData.FromString("x"),
            messageId: "a",
            deliveryCount: 3,
            properties: new Dictionary<string, object>(StringComparer.Ordinal) { ["DeadLetterReason"] = "why" });

        Assert.Equal(("x", "a", 3), (message.Body.ToString(), message.MessageId, message.DeliveryCount));
        Assert.Equal(("why", -1L), (message.DeadLetterReason, message.SequenceNumber));
    }

    [Fact]
    public void ServiceBusMessageBatch_FromTheFactory_AsksTheTest()
    {
        List<ServiceBusMessage> store = [];
        using var batch = ServiceBusModelFactory.ServiceBusMessageBatch(10, store, tryAddCallback: message => message.MessageId == "a");

        var added = (batch.TryAddMessage(new ServiceBusMessage { MessageId = "a" }), batch.TryAddMessage(new ServiceBusMessage { MessageId = "b" }));

        Assert.Equal((true, false), added);
        Assert.Equal(["a"], store.Select(message => message.MessageId));
    }

    private static ServiceBusAdministrationClient Client(BusWorld world) => new(world.Host, BusWorld.AnyCredential.Instance);
}
