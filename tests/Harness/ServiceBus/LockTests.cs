using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class LockTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void CompleteMessage_Locked_Gone()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;

        world.Run(() => world.Receiver.CompleteMessageAsync(received));

        Assert.Empty(world.Queue.Messages);
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, BusWorld.ReasonOf(() => world.Run(() => world.Receiver.CompleteMessageAsync(received))));
    }

    [Fact]
    public void ReceiveMessage_LockedByAnother_NotSeen()
    {
        using var world = new BusWorld();
        world.Send("a");

        var first = world.Receive();

        Assert.NotNull(first);
        Assert.Null(world.Receive());
    }

    [Fact]
    public void ReceiveMessage_LockRunOut_ComesAgainCountedUp()
    {
        using var world = new BusWorld();
        world.Send("a");
        var first = world.Receive()!;

        var second = world.Receive(TimeSpan.FromMinutes(2))!;

        Assert.Equal((1, 2, first.SequenceNumber), (first.DeliveryCount, second.DeliveryCount, second.SequenceNumber));
        Assert.NotEqual(first.LockToken, second.LockToken);
        Assert.Equal(BusWorld.Start + Minute + Minute, second.LockedUntil);
    }

    [Fact]
    public void Settle_LockRunOut_LockLost()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;
        world.Pass(Minute);

        Func<Task>[] settlements =
        [
            () => world.Receiver.CompleteMessageAsync(received),
            () => world.Receiver.AbandonMessageAsync(received),
            () => world.Receiver.DeadLetterMessageAsync(received),
            () => world.Receiver.DeferMessageAsync(received),
            () => world.Receiver.RenewMessageLockAsync(received),
        ];

        Assert.All(settlements, settle => Assert.Equal(ServiceBusFailureReason.MessageLockLost, BusWorld.ReasonOf(() => world.Run(settle))));
        Assert.Single(world.Queue.Messages);
    }

    [Fact]
    public void CompleteMessage_SecondHolder_FirstMayNotAnyMore()
    {
        using var world = new BusWorld();
        world.Send("a");
        var first = world.Receive()!;
        var second = world.Receive(TimeSpan.FromMinutes(2))!;

        Assert.Equal(ServiceBusFailureReason.MessageLockLost, BusWorld.ReasonOf(() => world.Run(() => world.Receiver.CompleteMessageAsync(first))));
        world.Run(() => world.Receiver.CompleteMessageAsync(second));

        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void RenewMessageLock_BeforeItsEnd_LockedAnew()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;
        world.Pass(TimeSpan.FromSeconds(40));

        world.Run(() => world.Receiver.RenewMessageLockAsync(received));
        world.Pass(TimeSpan.FromSeconds(59));
        world.Run(() => world.Receiver.CompleteMessageAsync(received));

        Assert.Equal(BusWorld.Start.AddSeconds(100), received.LockedUntil);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void AbandonMessage_WithHeaders_ComesAtOnceInItsPlaceWithThem()
    {
        using var world = new BusWorld();
        world.Send("a");
        world.Send("b");
        var received = world.Receive()!;

        world.Run(() => world.Receiver.AbandonMessageAsync(received, new Dictionary<string, object>(StringComparer.Ordinal) { ["why"] = "busy" }));

        var again = world.Receive()!;
        Assert.Equal(("a", 2, "busy"), (again.MessageId, again.DeliveryCount, again.ApplicationProperties["why"]));
        Assert.Empty(received.ApplicationProperties);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ReceiveMessage_TooManyDeliveries_DeadLettered(bool abandon)
    {
        using var world = new BusWorld(new QueueSettings { MaxDeliveryCount = 3 });
        world.Send("a");

        for (var delivery = 1; delivery <= 3; delivery++)
        {
            var received = world.Receive()!;
            Assert.Equal(delivery, received.DeliveryCount);
            if (abandon)
                world.Run(() => world.Receiver.AbandonMessageAsync(received));
            else
                world.Pass(Minute);
        }

        var dead = Assert.Single(world.Queue.DeadLetters.Messages);
        Assert.Empty(world.Queue.Messages);
        Assert.Equal(("a", "MaxDeliveryCountExceeded"), (dead.MessageId, dead.DeadLetterReason));
    }

    [Fact]
    public void DeadLetterMessage_WithReason_ReceivedFromTheDeadLetters()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;

        world.Run(() => world.Receiver.DeadLetterMessageAsync(received, "unreadable", "no such version"));

        var receiver = world.Client.CreateReceiver("alerts", new ServiceBusReceiverOptions { SubQueue = SubQueue.DeadLetter });
        var dead = world.Run(() => receiver.ReceiveMessageAsync(Minute));
        Assert.Equal(("a", "a"), (dead.MessageId, dead.Body.ToString()));
        Assert.Equal(("unreadable", "no such version"), (dead.DeadLetterReason, dead.DeadLetterErrorDescription));
        world.Run(() => receiver.CompleteMessageAsync(dead));
        Assert.Empty(world.Queue.DeadLetters.Messages);
    }

    [Fact]
    public void DeadLetterMessage_ReasonTooLong_RefusedAndStillLocked()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;

        Assert.Throws<ArgumentOutOfRangeException>(() => world.Run(() => world.Receiver.DeadLetterMessageAsync(received, new string('x', 4097))));

        world.Run(() => world.Receiver.CompleteMessageAsync(received));
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void ReceiveMessage_DeadLetterNeverSettled_ComesForEver()
    {
        using var world = new BusWorld(new QueueSettings { MaxDeliveryCount = 1 });
        world.Send("a");
        world.Run(() => world.Receiver.AbandonMessageAsync(world.Receive()!));
        var receiver = world.Client.CreateReceiver("ALERTS/$deadletterqueue");

        for (var delivery = 0; delivery < 20; delivery++)
        {
            var dead = world.Run(() => receiver.ReceiveMessageAsync(Minute));
            world.Run(() => receiver.AbandonMessageAsync(dead));
        }

        Assert.Single(world.Queue.DeadLetters.Messages);
    }

    [Fact]
    public void DeferMessage_ReceivedByItsNumberOnly()
    {
        using var world = new BusWorld();
        world.Send("a");
        var received = world.Receive()!;

        world.Run(() => world.Receiver.DeferMessageAsync(received));

        Assert.Null(world.Receive(TimeSpan.FromMinutes(3)));
        var deferred = world.Run(() => world.Receiver.ReceiveDeferredMessageAsync(received.SequenceNumber));
        Assert.Equal((ServiceBusMessageState.Deferred, 2), (deferred.State, deferred.DeliveryCount));
        world.Run(() => world.Receiver.CompleteMessageAsync(deferred));
        Assert.Empty(world.Queue.Messages);
        Assert.Equal(
            ServiceBusFailureReason.MessageNotFound,
            BusWorld.ReasonOf(() => world.Run(() => world.Receiver.ReceiveDeferredMessageAsync(received.SequenceNumber))));
    }

    [Fact]
    public void ReceiveMessage_ReceiveAndDelete_GoneAndNotToBeSettled()
    {
        using var world = new BusWorld();
        world.Send("a");
        var receiver = world.Client.CreateReceiver("alerts", new ServiceBusReceiverOptions { ReceiveMode = ServiceBusReceiveMode.ReceiveAndDelete });

        var received = world.Run(() => receiver.ReceiveMessageAsync(Minute));

        Assert.Empty(world.Queue.Messages);
        Assert.Throws<InvalidOperationException>(() => world.Run(() => receiver.CompleteMessageAsync(received)));
    }
}
