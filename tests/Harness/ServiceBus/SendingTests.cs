using System.Runtime.Serialization;
using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class SendingTests
{
    [Fact]
    public void SendMessage_QueueUnknown_NotFound()
    {
        using var world = new BusWorld();

        var reason = BusWorld.ReasonOf(() => world.Run(() => world.Client.CreateSender("nothing").SendMessageAsync(new ServiceBusMessage("x"))));

        Assert.Equal(ServiceBusFailureReason.MessagingEntityNotFound, reason);
    }

    [Fact]
    public void SendMessage_HostUnknown_CommunicationProblem()
    {
        using var world = new BusWorld();
        var client = new ServiceBusClient("elsewhere.servicebus.windows.net", BusWorld.AnyCredential.Instance);

        var reason = BusWorld.ReasonOf(() => world.Run(() => client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x"))));

        Assert.Equal(ServiceBusFailureReason.ServiceCommunicationProblem, reason);
    }

    [Fact]
    public void SendMessage_AllHeaders_ArriveAsSent()
    {
        using var world = new BusWorld();
        var sent = new ServiceBusMessage("body")
        {
            MessageId = "id",
            CorrelationId = "correlation",
            ContentType = "text/plain",
            Subject = "subject",
            To = "to",
            ReplyTo = "back",
            SessionId = "s",
            PartitionKey = "s",
            TimeToLive = TimeSpan.FromHours(1),
            ApplicationProperties = { ["tries"] = 3, ["court"] = "nysd" },
        };

        world.Run(() => world.Sender.SendMessageAsync(sent));

        var received = world.Receive()!;
        Assert.Equal(
            ("body", "id", "correlation", "text/plain"),
            (received.Body.ToString(), received.MessageId, received.CorrelationId, received.ContentType));
        Assert.Equal(("subject", "to", "back", "s"), (received.Subject, received.To, received.ReplyTo, received.SessionId));
        Assert.Equal((3, "nysd"), (received.ApplicationProperties["tries"], received.ApplicationProperties["court"]));
        Assert.Equal((BusWorld.Start, BusWorld.Start.AddHours(1), 1L), (received.EnqueuedTime, received.ExpiresAt, received.SequenceNumber));
        Assert.Equal((BusWorld.Start.AddMinutes(1), 1), (received.LockedUntil, received.DeliveryCount));
    }

    [Fact]
    public void SendMessage_ChangedAfterSending_ArrivesAsSent()
    {
        using var world = new BusWorld();
        var sent = new ServiceBusMessage("before") { ApplicationProperties = { ["try"] = 1 } };

        world.Run(() => world.Sender.SendMessageAsync(sent));
        sent.ApplicationProperties["try"] = 2;

        Assert.Equal(1, world.Receive()!.ApplicationProperties["try"]);
    }

    [Fact]
    public void SendMessage_TooLarge_Refused()
    {
        using var world = new BusWorld();

        var body = BusWorld.ReasonOf(() => world.Run(() => world.Sender.SendMessageAsync(new ServiceBusMessage(new byte[256 * 1024]))));
        var header = BusWorld.ReasonOf(() => world.Run(() => world.Sender.SendMessageAsync(
            new ServiceBusMessage { ApplicationProperties = { ["x"] = new string('x', 33 * 1024) } })));

        Assert.Equal((ServiceBusFailureReason.MessageSizeExceeded, ServiceBusFailureReason.MessageSizeExceeded), (body, header));
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void SendMessage_HeaderOfOtherType_RefusedByTheClient()
    {
        using var world = new BusWorld();

        Assert.Throws<SerializationException>(() => world.Run(() => world.Sender.SendMessageAsync(
            new ServiceBusMessage { ApplicationProperties = { ["x"] = new List<int>() } })));

        Assert.Equal(0, world.Cloud.Counts.Of(CloudService.ServiceBus));
    }

    [Fact]
    public void MessageId_LongOrEmpty_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceBusMessage { MessageId = new string('x', 129) });
        Assert.Throws<ArgumentException>(() => new ServiceBusMessage { MessageId = "" });
    }

    [Fact]
    public void SendMessages_TogetherTooLarge_NoneSent()
    {
        using var world = new BusWorld();
        ServiceBusMessage[] messages = [.. Enumerable.Range(0, 3).Select(_ => new ServiceBusMessage(new byte[100 * 1024]))];

        var reason = BusWorld.ReasonOf(() => world.Run(() => world.Sender.SendMessagesAsync(messages)));

        Assert.Equal(ServiceBusFailureReason.MessageSizeExceeded, reason);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void TryAddMessage_BatchFull_False()
    {
        using var world = new BusWorld();
        using var batch = world.Run(() => world.Sender.CreateMessageBatchAsync().AsTask());

        var added = Enumerable.Range(0, 3).Count(_ => batch.TryAddMessage(new ServiceBusMessage(new byte[100 * 1024])));
        world.Run(() => world.Sender.SendMessagesAsync(batch));

        Assert.Equal((2, 2, 1L), (added, world.Queue.Messages.Count, world.Calls("SendMessages")));
        Assert.Throws<ArgumentOutOfRangeException>(() => world.Run(() =>
            world.Sender.CreateMessageBatchAsync(new CreateMessageBatchOptions { MaxSizeInBytes = 1_000_000 }).AsTask()));
    }

    [Fact]
    public void SendMessages_Nothing_NoCall()
    {
        using var world = new BusWorld();

        world.Run(() => world.Sender.SendMessagesAsync(Array.Empty<ServiceBusMessage>()));

        Assert.Equal(0, world.Cloud.Counts.Of(CloudService.ServiceBus));
    }

    [Fact]
    public void SendMessage_CalledByAnInstance_CallNamesIt()
    {
        using var world = new BusWorld();
        var calls = new CallsSeen();
        world.Cloud.Faults = calls;

        world.Run(() => world.ClientOf("7").CreateSender("alerts").SendMessageAsync(new ServiceBusMessage("x") { MessageId = "k" }));

        Assert.Equal(new CloudCall(CloudService.ServiceBus, "SendMessage", "alerts k", "7"), Assert.Single(calls.Seen));
    }
}
