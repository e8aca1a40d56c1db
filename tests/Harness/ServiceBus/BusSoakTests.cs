using System.Globalization;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.ServiceBus;

/// <summary>Hours of everything going wrong: each message is worked on, and leaves the queue exactly once.</summary>
public sealed class BusSoakTests
{
    private const int Messages = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Broker_AllFaults_EachMessageLeavesOnce(int seed)
    {
        var trace = Run(seed, out var queue);

        var completed = trace.Where(line => line.StartsWith("done", StringComparison.Ordinal)).Select(line => line.Split(' ')[1]).ToList();
        var dead = queue.DeadLetters.Messages.Select(message => message.MessageId).ToList();
        Assert.Empty(queue.Messages);
        Assert.Equal(Messages, completed.Count + dead.Count);
        Assert.Equal(Messages, completed.Concat(dead).Distinct(StringComparer.Ordinal).Count());
        Assert.All(queue.DeadLetters.Messages, message => Assert.Equal(10, message.DeliveryCount));
        Assert.Contains(trace, line => line.StartsWith("lost", StringComparison.Ordinal));
    }

    [Fact]
    public void Broker_SameSeed_SameRun()
    {
        var first = Run(7, out _);
        var second = Run(7, out _);

        Assert.Equal(first, second);
    }

    private static List<string> Run(int seed, out BusQueue queue)
    {
        var random = new Random(seed);
        using var world = new BusWorld(new QueueSettings { RequiresDuplicateDetection = true });
        List<string> trace = [];
        var faults = world.Cloud.Bus.Faults;
        faults.LockLostAfter = _ => random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(20)) : null;
        faults.Late = _ => random.Next(5) == 0 ? TimeSpan.FromSeconds(random.Next(200)) : TimeSpan.Zero;
        faults.Copies = _ => random.Next(5) == 0 ? 2 : 1;
        world.Cloud.Faults = new CallsSeen { Before = call => Trouble(call, 20), After = call => Trouble(call, 20) };
        Dictionary<string, ServiceBusListener> listeners = new(StringComparer.Ordinal);
        for (var minute = 0; minute < 240; minute++)
        {
            if (minute < Messages)
                world.Run(() => SendSurelyAsync(minute));
            var instance = minute % 2 == 0 ? "a" : "b";
            if (minute < 180 && random.Next(3) == 0 && listeners.Remove(instance, out var dying))
                dying.Die();
            if (!listeners.ContainsKey(instance))
                listeners[instance] = world.Listen(instance, WorkAsync, new ServiceBusListenerSettings { AutoComplete = false, MaxConcurrentCalls = 3 });
            world.Pass(TimeSpan.FromMinutes(1));
        }

        queue = world.Queue;
        return trace;

        async Task WorkAsync(ServiceBusReceivedMessage message, ServiceBusMessageActions actions, CancellationToken stopping)
        {
            await world.Wait(TimeSpan.FromSeconds(random.Next(random.Next(4) == 0 ? 400 : 10)));
            if (random.Next(4) == 0)
                throw new InvalidOperationException("no");
            try
            {
                await actions.CompleteMessageAsync(message, stopping);
                Note("done", message);
            }
            catch (Grpc.Core.RpcException error) when (error.Message.Contains("LockLost", StringComparison.Ordinal))
            {
                Note("lost", message);
            }
        }

        void Note(string what, ServiceBusReceivedMessage message) =>
            trace.Add(string.Create(CultureInfo.InvariantCulture, $"{what} {message.MessageId} {message.DeliveryCount} {world.Time.Now:O}"));

        // A settlement whose answer is lost would be done without a note.
        Exception? Trouble(CloudCall call, int oneIn) => call.Operation is not "CompleteMessage" && random.Next(oneIn) == 0
            ? new ServiceBusException("trouble", ServiceBusFailureReason.ServiceCommunicationProblem)
            : null;

        async Task SendSurelyAsync(int minute)
        {
            for (var isSent = false; !isSent;)
            {
                try
                {
                    var at = random.Next(4) == 0 ? world.Time.Now.AddMinutes(random.Next(9)) : default;
                    await world.Sender.SendMessageAsync(new ServiceBusMessage("x") { MessageId = $"m{minute}", ScheduledEnqueueTime = at });
                    isSent = true;
                }
                catch (ServiceBusException error) when (error.IsTransient)
                {
                    await world.Wait(TimeSpan.FromSeconds(1));
                }
            }
        }
    }
}
