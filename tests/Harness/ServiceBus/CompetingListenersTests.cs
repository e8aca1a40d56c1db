using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

public sealed class CompetingListenersTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Listen_TwoInstances_EachMessageGoesToOne()
    {
        using var world = new BusWorld();
        List<(string Instance, string Id)> seen = [];
        foreach (var instance in (string[])["1", "2"])
        {
            world.Listen(instance, (message, _, _) =>
            {
                seen.Add((instance, message.MessageId));
                return world.Wait(TimeSpan.FromSeconds(1));
            });
        }

        foreach (var id in (string[])["a", "b", "c", "d"])
            world.Send(id);
        world.Pass(Minute);

        Assert.Equal([("1", "a"), ("2", "b"), ("1", "c"), ("2", "d")], seen);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void Listen_MoreThanItsConcurrentCalls_RestWaitsUnlocked()
    {
        using var world = new BusWorld();
        var (running, most) = (0, 0);
        var listener = world.Listen(
            "1",
            async (_, _, _) =>
            {
                most = Math.Max(most, ++running);
                await world.Wait(TimeSpan.FromSeconds(10));
                running--;
            },
            new ServiceBusListenerSettings { MaxConcurrentCalls = 2 });
        for (var i = 0; i < 5; i++)
            world.Send($"{i}");

        Assert.Equal(2, listener.Running);
        Assert.Equal([1, 1, 0, 0, 0], world.Queue.Messages.Select(message => message.DeliveryCount));
        world.Pass(TimeSpan.FromSeconds(30));

        Assert.Equal((2, 0), (most, world.Queue.Messages.Count));
        Assert.Equal(BusWorld.Start.AddSeconds(30), world.Time.Now);
    }

    [Fact]
    public void StopAsync_FunctionAtWork_WaitsForItAndTakesNoMore()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        var listener = world.Listen("1", async (message, _, _) =>
        {
            seen.Add(message.MessageId);
            await world.Wait(TimeSpan.FromMinutes(2));
        });
        world.Send("a");

        var stopping = world.Begin(async () =>
        {
            await listener.StopAsync();
            return true;
        });
        world.Send("b");
        world.Pass(Minute);
        var meanwhile = stopping.IsCompleted;
        world.Pass(Minute);

        Assert.False(meanwhile);
        Assert.True(stopping.IsCompletedSuccessfully);
        Assert.Equal(["a"], seen);
        Assert.Equal(["b"], world.Queue.Messages.Select(message => message.MessageId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void StopAsync_HostGivesUp_FunctionIsToldAndMessageAbandoned(bool throws)
    {
        using var world = new BusWorld();
        using var giveUp = new CancellationTokenSource();
        var listener = world.Listen("1", async (_, _, stopping) =>
        {
            try
            {
                await Task.Delay(TimeSpan.FromHours(1), world.Cloud.Time, stopping);
            }
            catch (OperationCanceledException) when (!throws)
            {
                // Ends as if all was well.
            }
        });
        world.Send("a");
        var stopping = world.Begin(async () =>
        {
            await listener.StopAsync(giveUp.Token);
            return true;
        });
        world.Pass(Minute);

        _ = world.Begin(() =>
        {
            giveUp.Cancel();
            return Task.FromResult(true);
        });
        world.Pass(TimeSpan.Zero);

        Assert.True(stopping.IsCompletedSuccessfully);
        Assert.Equal((1L, 0L), (world.Calls("AbandonMessage"), world.Calls("CompleteMessage")));
        Assert.Single(world.Queue.Messages);
    }

    [Fact]
    public void Die_FunctionAtWork_AnotherInstanceGetsItWhenTheLockRunsOut()
    {
        using var world = new BusWorld();
        List<(string Instance, DateTimeOffset At, int Delivery)> seen = [];
        var first = world.Listen("1", async (message, actions, _) =>
        {
            seen.Add(("1", world.Time.Now, message.DeliveryCount));
            await world.Wait(TimeSpan.FromSeconds(30));
            await actions.CompleteMessageAsync(message);
            seen.Add(("1", world.Time.Now, 99));
        });
        world.Send("a");
        world.Pass(TimeSpan.FromSeconds(10));

        first.Die();
        world.Listen("2", (message, _, _) =>
        {
            seen.Add(("2", world.Time.Now, message.DeliveryCount));
            return Task.CompletedTask;
        });
        world.Pass(TimeSpan.FromMinutes(5));

        Assert.Equal([("1", BusWorld.Start, 1), ("2", BusWorld.Start + Minute, 2)], seen);
        Assert.Empty(world.Queue.Messages);
    }

    [Fact]
    public void Listen_ProcessGoneUnnoticed_OffersPassToOthers()
    {
        using var world = new BusWorld();
        List<string> seen = [];
        world.Listen("1", (_, _, _) => throw new InvalidOperationException("gone"));
        world.Listen("2", (message, _, _) =>
        {
            seen.Add(message.MessageId);
            return Task.CompletedTask;
        });
        world.End("1");

        world.Send("a");
        world.Pass(Minute);

        Assert.Equal(["a"], seen);
    }
}
