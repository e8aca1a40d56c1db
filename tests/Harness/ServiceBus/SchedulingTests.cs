using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class SchedulingTests
{
    private static readonly QueueSettings Deduplicating = new() { RequiresDuplicateDetection = true };

    [Fact]
    public void SendMessage_Scheduled_ComesAtItsTime()
    {
        using var world = new BusWorld();

        world.Run(() => world.Sender.SendMessageAsync(new ServiceBusMessage("later") { ScheduledEnqueueTime = BusWorld.Start.AddMinutes(10) }));
        world.Pass(TimeSpan.FromMinutes(9));

        Assert.Null(world.Receive());
        Assert.Equal(ServiceBusMessageState.Scheduled, Assert.Single(world.Queue.Messages).State);
        var received = world.Receive(TimeSpan.FromMinutes(5))!;
        Assert.Equal((BusWorld.Start.AddMinutes(10), BusWorld.Start.AddMinutes(10)), (received.EnqueuedTime, received.ScheduledEnqueueTime));
    }

    [Fact]
    public void SendMessage_ScheduledInThePast_ComesAtOnce()
    {
        using var world = new BusWorld();

        world.Run(() => world.Sender.SendMessageAsync(new ServiceBusMessage("x") { ScheduledEnqueueTime = BusWorld.Start.AddMinutes(-1) }));

        Assert.NotNull(world.Receive());
    }

    [Fact]
    public void ScheduleMessage_OthersSentMeanwhile_ComesAfterThem()
    {
        using var world = new BusWorld();

        world.Run(() => world.Sender.ScheduleMessageAsync(new ServiceBusMessage("later"), BusWorld.Start.AddMinutes(1)));
        world.Send("now");
        world.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(["now", "later"], world.Queue.Messages.Select(message => message.Body.ToString()));
    }

    [Fact]
    public void CancelScheduledMessage_Scheduled_NeverComes()
    {
        using var world = new BusWorld();
        var number = world.Run(() => world.Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), BusWorld.Start.AddMinutes(1)));

        world.Run(() => world.Sender.CancelScheduledMessageAsync(number));

        Assert.Null(world.Receive(TimeSpan.FromMinutes(5)));
    }

    [Fact]
    public void CancelScheduledMessage_CameAlready_NotFound()
    {
        using var world = new BusWorld();
        var number = world.Run(() => world.Sender.ScheduleMessageAsync(new ServiceBusMessage("x"), BusWorld.Start.AddMinutes(1)));
        world.Pass(TimeSpan.FromMinutes(2));

        var reason = BusWorld.ReasonOf(() => world.Run(() => world.Sender.CancelScheduledMessageAsync(number)));

        Assert.Equal(ServiceBusFailureReason.MessageNotFound, reason);
    }

    [Fact]
    public void SendMessage_IdKnown_DroppedSilently()
    {
        using var world = new BusWorld(Deduplicating);

        world.Send("a");
        world.Send("b");
        world.Send("a");

        Assert.Equal(["a", "b"], world.Queue.Messages.Select(message => message.MessageId));
    }

    [Fact]
    public void SendMessage_IdKnownAndCompleted_DroppedWithinTheWindowOnly()
    {
        using var world = new BusWorld(Deduplicating);
        world.Send("a");
        world.Run(() => world.Receiver.CompleteMessageAsync(Taken(world)));

        world.Pass(TimeSpan.FromMinutes(9));
        world.Send("a");
        var within = world.Queue.Messages.Count;
        world.Pass(TimeSpan.FromMinutes(1));
        world.Send("a");

        Assert.Equal((0, 1), (within, world.Queue.Messages.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void SendMessage_IdScheduledOrSent_SwallowsTheOther(bool scheduledFirst)
    {
        using var world = new BusWorld(Deduplicating);
        Action[] steps =
        [
            () => world.Run(() => world.Sender.ScheduleMessageAsync(new ServiceBusMessage("scheduled") { MessageId = "a" }, BusWorld.Start.AddMinutes(5))),
            () => world.Send("a"),
        ];

        steps[scheduledFirst ? 0 : 1]();
        steps[scheduledFirst ? 1 : 0]();
        world.Pass(TimeSpan.FromMinutes(6));

        Assert.Equal(scheduledFirst ? "scheduled" : "a", Assert.Single(world.Queue.Messages).Body.ToString());
    }

    [Fact]
    public void SendMessage_NoIdOrNoDetection_NothingDropped()
    {
        using var detecting = new BusWorld(Deduplicating);
        using var plain = new BusWorld();

        detecting.Run(() => detecting.Sender.SendMessagesAsync([new ServiceBusMessage("x"), new ServiceBusMessage("x")]));
        plain.Send("a");
        plain.Send("a");

        Assert.Equal((2, 2), (detecting.Queue.Messages.Count, plain.Queue.Messages.Count));
    }

    [Fact]
    public void QueueSettings_OutOfLimits_Refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new QueueSettings { LockDuration = TimeSpan.FromMinutes(6) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new QueueSettings { DuplicateDetectionWindow = TimeSpan.FromDays(8) });
    }

    private static ServiceBusReceivedMessage Taken(BusWorld world) => world.Queue.Take(1, ServiceBusReceiveMode.PeekLock)[0];
}
