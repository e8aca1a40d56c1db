using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class BusFaultsTests
{
    [Fact]
    public void LockLostAfter_Zero_SecondDeliveryWhileTheFirstIsAtWork()
    {
        using var world = new BusWorld();
        List<int> deliveries = [];
        List<Exception> failures = [];
        world.Cloud.Bus.Faults.LockLostAfter = delivery => delivery.DeliveryCount == 1 ? TimeSpan.Zero : null;
        var listener = world.Listen("1", async (message, _, _) =>
        {
            deliveries.Add(message.DeliveryCount);
            await world.Wait(TimeSpan.FromSeconds(5));
        });
        listener.Failed = failures.Add;

        world.Send("a");

        Assert.Equal((2, 2), (deliveries.Count, listener.Running));
        world.Pass(TimeSpan.FromSeconds(5));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, Assert.IsType<ServiceBusException>(Assert.Single(failures)).Reason);
        Assert.Equal([1, 2], deliveries);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void LockLostAfter_SettledBefore_NothingHappens()
    {
        using var world = new BusWorld();
        world.Cloud.Bus.Faults.LockLostAfter = _ => TimeSpan.FromSeconds(20);
        world.Send("a");
        var received = world.Receive()!;

        world.Run(() => world.Receiver.CompleteMessageAsync(received));
        world.Pass(TimeSpan.FromMinutes(1));

        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void LockLostAfter_Renewed_LostAllTheSame()
    {
        using var world = new BusWorld();
        world.Cloud.Bus.Faults.LockLostAfter = _ => TimeSpan.FromSeconds(20);
        world.Send("a");
        var received = world.Receive()!;
        world.Pass(TimeSpan.FromSeconds(10));
        world.Run(() => world.Receiver.RenewMessageLockAsync(received));
        world.Pass(TimeSpan.FromSeconds(10));

        var reason = BusWorld.ReasonOf(() => world.Run(() => world.Receiver.CompleteMessageAsync(received)));

        Assert.Equal(ServiceBusFailureReason.MessageLockLost, reason);
    }

    [Fact]
    public void Late_AMessage_ComesAfterThoseSentLater()
    {
        using var world = new BusWorld();
        world.Cloud.Bus.Faults.Late = arrival => arrival.MessageId == "a" ? TimeSpan.FromMinutes(3) : TimeSpan.Zero;
        world.Send("a");
        world.Send("b");

        var first = world.Receive()!;
        world.Run(() => world.Receiver.CompleteMessageAsync(first));
        var second = world.Receive(TimeSpan.FromMinutes(5))!;

        Assert.Equal(("b", "a"), (first.MessageId, second.MessageId));
        Assert.Equal(BusWorld.Start.AddMinutes(4), second.LockedUntil, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void Copies_Two_DroppedWhereDuplicatesAreDetected(bool detection, int expected)
    {
        using var world = new BusWorld(new QueueSettings { RequiresDuplicateDetection = detection });
        world.Cloud.Bus.Faults.Copies = _ => 2;

        world.Send("a");

        Assert.Equal(expected, world.Queue.Messages.Count);
    }

    [Fact]
    public void AfterAsync_SendFailsAfterwards_MessageIsThereAllTheSame()
    {
        using var world = new BusWorld();
        world.Cloud.Faults = new CallsSeen { After = _ => new ServiceBusException("timeout", ServiceBusFailureReason.ServiceTimeout) };

        Assert.True(Assert.Throws<ServiceBusException>(() => world.Send("a")).IsTransient);

        Assert.Single(world.Queue.Messages);
    }
}
