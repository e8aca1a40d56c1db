using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class ReceivingTests
{
    [Fact]
    public void ReceiveMessage_SentWhileWaiting_ComesAtOnceInOneCall()
    {
        using var world = new BusWorld();
        var receiving = world.Begin(() => world.Receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(10)));
        world.Pass(TimeSpan.FromMinutes(5));

        world.Send("a");

        Assert.True(receiving.IsCompletedSuccessfully);
        Assert.Equal((BusWorld.Start.AddMinutes(6), 1L), (world.Run(() => receiving).LockedUntil, world.Calls("ReceiveMessages")));
    }

    [Fact]
    public void ReceiveMessage_NoneComes_NullAfterAMinute()
    {
        using var world = new BusWorld();

        var receiving = world.Begin(() => world.Receiver.ReceiveMessageAsync());
        world.Pass(TimeSpan.FromSeconds(59));
        var before = receiving.IsCompleted;
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.False(before);
        Assert.Null(world.Run(() => receiving));
    }

    [Fact]
    public void ReceiveMessage_Cancelled_Throws()
    {
        using var world = new BusWorld();
        using var giveUp = new CancellationTokenSource();
        var receiving = world.Begin(() => world.Receiver.ReceiveMessageAsync(cancellationToken: giveUp.Token));
        world.Pass(TimeSpan.FromSeconds(1));

        giveUp.Cancel();
        world.Pass(TimeSpan.Zero);
        world.Send("a");

        Assert.Throws<TaskCanceledException>(() => world.Run(() => receiving));
        Assert.NotNull(world.Receive());
    }

    [Fact]
    public void ReceiveMessage_TwoWaiting_EachGetsOne()
    {
        using var world = new BusWorld();
        Task<ServiceBusReceivedMessage>[] receiving =
            [.. Enumerable.Range(0, 2).Select(_ => world.Begin(() => world.Receiver.ReceiveMessageAsync(TimeSpan.FromMinutes(10))))];
        world.Pass(TimeSpan.Zero);

        world.Send("a");
        var first = receiving.Select(task => task.IsCompleted).ToArray();
        world.Send("b");

        Assert.Equal([true, false], first);
        Assert.Equal(["a", "b"], receiving.Select(task => world.Run(() => task).MessageId));
    }

    [Fact]
    public void ReceiveMessages_SomeThere_ThoseAtOnceInOrder()
    {
        using var world = new BusWorld();
        world.Send("a");
        world.Send("b");
        world.Send("c");

        var two = world.Run(() => world.Receiver.ReceiveMessagesAsync(2, TimeSpan.FromMinutes(1)));
        var rest = world.Run(() => world.Receiver.ReceiveMessagesAsync(10, TimeSpan.FromMinutes(1)));

        Assert.Equal(["a", "b"], two.Select(message => message.MessageId));
        Assert.Equal(["c"], rest.Select(message => message.MessageId));
        Assert.Equal(BusWorld.Start, world.Time.Now);
    }

    [Fact]
    public void ReceiveMessage_BeforeItFails_NothingLocked()
    {
        using var world = new BusWorld();
        world.Send("a");
        world.Cloud.Faults = new CallsSeen { Before = _ => new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy) };

        Assert.Equal(ServiceBusFailureReason.ServiceBusy, BusWorld.ReasonOf(() => world.Receive()));

        world.Cloud.Faults = new CallsSeen();
        Assert.Equal(1, world.Receive()!.DeliveryCount);
    }

    [Fact]
    public void PeekMessages_LocksNothingAndGoesOn()
    {
        using var world = new BusWorld();
        world.Send("a");
        world.Send("b");

        var first = world.Run(() => world.Receiver.PeekMessageAsync());
        var second = world.Run(() => world.Receiver.PeekMessageAsync());
        var third = world.Run(() => world.Receiver.PeekMessageAsync());

        Assert.Equal(("a", "b", 0), (first.MessageId, second.MessageId, first.DeliveryCount));
        Assert.Null(third);
        Assert.Equal("a", world.Receive()!.MessageId);
        Assert.Throws<InvalidOperationException>(() => world.Run(() => world.Receiver.CompleteMessageAsync(first)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TimeToLive_Over_GoneOrDeadLettered(bool deadLettering)
    {
        var settings = new QueueSettings { DefaultMessageTimeToLive = TimeSpan.FromHours(1), DeadLetteringOnMessageExpiration = deadLettering };
        using var world = new BusWorld(settings);
        world.Send("a");

        world.Pass(TimeSpan.FromMinutes(61));

        Assert.Empty(world.Queue.Messages);
        Assert.Equal(deadLettering ? ["TTLExpiredException"] : [], world.Queue.DeadLetters.Messages.Select(message => message.DeadLetterReason));
    }

    [Fact]
    public void TimeToLive_OverWhileLocked_HolderMayComplete()
    {
        var settings = new QueueSettings { DefaultMessageTimeToLive = TimeSpan.FromSeconds(30), DeadLetteringOnMessageExpiration = true };
        using var world = new BusWorld(settings);
        world.Send("a");
        var received = world.Receive()!;
        world.Pass(TimeSpan.FromSeconds(40));

        world.Run(() => world.Receiver.CompleteMessageAsync(received));

        Assert.Empty(world.Queue.DeadLetters.Messages);
    }

    [Fact]
    public void Constructor_CopyOfADeadLetter_WithoutWhatTheServiceSaid()
    {
        using var world = new BusWorld();
        var sent = new ServiceBusMessage("body") { MessageId = "a", Subject = "s", ApplicationProperties = { ["try"] = 2 } };
        world.Run(() => world.Sender.SendMessageAsync(sent));
        world.Run(() => world.Receiver.DeadLetterMessageAsync(world.Receive()!, "why", "how"));

        var copy = new ServiceBusMessage(Assert.Single(world.Queue.DeadLetters.Messages));

        Assert.Equal(("body", "a", "s"), (copy.Body.ToString(), copy.MessageId, copy.Subject));
        Assert.Equal(["try"], copy.ApplicationProperties.Keys);
    }
}
