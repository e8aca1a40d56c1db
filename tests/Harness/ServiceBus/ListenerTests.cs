using Azure.Messaging.ServiceBus;
using Grpc.Core;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class ListenerTests
{
    private static readonly ServiceBusListenerSettings OwnSettlement = new() { AutoComplete = false };

    [Fact]
    public void Listen_FunctionReturns_Completed()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        world.Listen("1", (message, _, _) => Note(seen, message));

        world.Send("a");
        world.Send("b");

        Assert.Equal(["a", "b"], seen);
        Assert.Empty(world.Queue.Messages);
        Assert.Equal((2L, 2L), (world.Calls("ReceiveMessages"), world.Calls("CompleteMessage")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Listen_FunctionThrows_AbandonedUntilDeadLettered(bool autoComplete)
    {
        using var world = new BusWorld(new QueueSettings { MaxDeliveryCount = 3 });
        List<string> seen = [];
        List<Exception> failures = [];
        var listener = world.Listen(
            "1",
            async (message, _, _) =>
            {
                await Note(seen, message);
                throw new InvalidOperationException("no");
            },
            new ServiceBusListenerSettings { AutoComplete = autoComplete });
        listener.Failed = failures.Add;

        world.Send("a");

        Assert.Equal((3, 3, 3L), (seen.Count, failures.Count, world.Calls("AbandonMessage")));
        Assert.Equal("MaxDeliveryCountExceeded", Assert.Single(world.Queue.DeadLetters.Messages).DeadLetterReason);
        Assert.Equal(BusWorld.Start, world.Time.Now);
    }

    [Fact]
    public void Listen_SettledByTheFunction_NotCompletedAgain()
    {
        using var world = new BusWorld();
        world.Listen("1", (message, actions, _) => actions.DeadLetterMessageAsync(message, deadLetterReason: "unreadable"));

        world.Send("a");

        Assert.Equal("unreadable", Assert.Single(world.Queue.DeadLetters.Messages).DeadLetterReason);
        Assert.Equal((1L, 0L), (world.Calls("DeadLetterMessage"), world.Calls("CompleteMessage")));
    }

    [Fact]
    public void Listen_OwnSettlementForgotten_ComesAgainWhenTheLockRunsOut()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        world.Listen("1", (message, _, _) => Note(seen, message), OwnSettlement);
        world.Send("a");

        world.Pass(TimeSpan.FromSeconds(59));
        var before = seen.Count;
        world.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal((1, 2, 0L), (before, seen.Count, world.Calls("RenewMessageLock")));
    }

    [Fact]
    public void Listen_SettledThenThrown_NotAbandoned()
    {
        using var world = new BusWorld();
        world.Listen(
            "1",
            async (message, actions, _) =>
            {
                await actions.CompleteMessageAsync(message);
                throw new InvalidOperationException("late");
            },
            OwnSettlement);

        world.Send("a");

        Assert.Empty(world.Queue.Messages);
        Assert.Equal(0, world.Calls("AbandonMessage"));
    }

    [Fact]
    public void Listen_FunctionTakesLong_LockRenewedForFiveMinutes()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        List<Exception> failures = [];
        var listener = world.Listen("1", async (message, _, _) =>
        {
            await Note(seen, message);
            await world.Wait(TimeSpan.FromMinutes(seen.Count == 1 ? 20 : 4));
        });
        listener.Failed = failures.Add;
        world.Send("a");

        world.Pass(TimeSpan.FromSeconds(5 * 60 + 9));
        var whileRenewed = seen.Count;
        world.Pass(TimeSpan.FromSeconds(1));
        var afterwards = seen.Count;
        world.Pass(TimeSpan.FromMinutes(15));

        // Renewed each 50 s, the last time at 4:10; at 5:00 the host's patience is over.
        Assert.Equal((1, 2), (whileRenewed, afterwards));
        Assert.Equal(ServiceBusFailureReason.MessageLockLost, Assert.IsType<ServiceBusException>(Assert.Single(failures)).Reason);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void Listen_LockLost_SettlementFailsAsTheHostTellsIt()
    {
        using var world = new BusWorld();
        List<RpcException> failures = [];
        world.Listen(
            "1",
            async (message, actions, _) =>
            {
                await world.Wait(TimeSpan.FromMinutes(2));
                var failure = await Assert.ThrowsAsync<RpcException>(() => actions.CompleteMessageAsync(message));
                failures.Add(failure);
            },
            OwnSettlement with { MaxAutoLockRenewalDuration = TimeSpan.Zero, MaxConcurrentCalls = 1 });
        world.Send("a");

        world.Pass(TimeSpan.FromMinutes(3));

        var only = Assert.Single(failures);
        Assert.Equal(StatusCode.Unknown, only.StatusCode);
        Assert.Contains("MessageLockLost", only.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settle_AfterTheFunctionEnded_HostKnowsNoSuchLock()
    {
        using var world = new BusWorld();
        Func<Task>? later = null;
        world.Listen("1", (message, actions, _) => Task.FromResult(later = () => actions.CompleteMessageAsync(message)), OwnSettlement);
        world.Send("a");

        var failure = Assert.Throws<RpcException>(() => world.Run(later!));

        Assert.Equal(StatusCode.FailedPrecondition, failure.StatusCode);
    }

    [Fact]
    public void Listen_ReceiveFails_TriesAgainAfterASecond()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        world.Listen("1", (message, _, _) => Note(seen, message));
        world.Cloud.Faults = new CallsSeen
        {
            Before = call => call.Operation == "ReceiveMessages" && world.Time.Now < BusWorld.Start.AddSeconds(2.5)
                ? new ServiceBusException("busy", ServiceBusFailureReason.ServiceBusy)
                : null,
        };

        world.Send("a");
        world.Pass(TimeSpan.FromSeconds(3));

        Assert.Equal(["a"], seen);
        Assert.Equal(4, world.Calls("ReceiveMessages"));
    }

    [Fact]
    public void Listen_DeadLetters_DrainedLikeAQueue()
    {
        using var world = new BusWorld(new QueueSettings { MaxDeliveryCount = 1 });
        List<string> drained = [];
        world.Listen("1", (_, _, _) => throw new InvalidOperationException("no"));
        world.Listen("1", (message, _, _) => Note(drained, message), queue: "alerts/$deadletterqueue");

        world.Send("a");

        Assert.Equal(["a"], drained);
        Assert.Empty(world.Queue.DeadLetters.Messages);
    }

    private static Task Note(List<string> seen, ServiceBusReceivedMessage message)
    {
        seen.Add(message.MessageId);
        return Task.CompletedTask;
    }
}
