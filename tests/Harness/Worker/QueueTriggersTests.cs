using System.Globalization;
using Azure.Core;
using Azure.Messaging.ServiceBus;
using Microsoft.Azure.Functions.Worker;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Worker;

public sealed class QueueTriggersTests : IDisposable
{
    private readonly Stage _stage = new();

    public QueueTriggersTests() => _stage.Cloud.Bus.CreateQueue("alerts");

    [Fact]
    public void Queue_Message_StartsTheFunctionAndIsCompleted()
    {
        _stage.Start("a", typeof(Reads), SettingsOf("a"));

        Send("""{"key":"k1"}""");
        _stage.RunFor(TimeSpan.FromMinutes(10));

        Assert.Equal(["k1 as m1, delivery 1"], _stage.Seen);
    }

    [Fact]
    public void Queue_FunctionThrows_IsDeliveredAgain()
    {
        var failures = 0;
        _stage.Start("a", typeof(Throws), SettingsOf("a")).OnFailure = (_, _) => failures++;

        Send("x");
        _stage.RunFor(TimeSpan.FromMinutes(10));

        Assert.Equal(["1", "2", "3", "done"], _stage.Seen);
        Assert.Equal(2, failures);
    }

    [Fact]
    public void Queue_OwnSettlement_IsTheFunctions()
    {
        _stage.Start("a", typeof(Settles), SettingsOf("a"));

        Send("x");
        _stage.RunFor(TimeSpan.FromMinutes(10));

        Assert.Equal(["settles", "dead: unwanted"], _stage.Seen);
    }

    [Fact]
    public void Queue_InstanceKilledWithAMessage_GoesToTheNextWhenTheLockIsOut()
    {
        var a = _stage.Start("a", typeof(Slow), SettingsOf("a"));
        Send("x");
        _stage.RunFor(TimeSpan.FromSeconds(10));

        a.Kill();
        _stage.Start("b", typeof(Slow), SettingsOf("b"));
        _stage.RunFor(TimeSpan.FromMinutes(5));

        Assert.Equal(["begins 1", "begins 2", "ends 2"], _stage.Seen);
    }

    [Fact]
    public void Queue_InstanceStops_FinishesWhatItHasAndTakesNoMore()
    {
        var a = _stage.Start("a", typeof(Slow), SettingsOf("a"));
        Send("x");
        _stage.RunFor(TimeSpan.FromSeconds(10));

        var stopped = _stage.Begin(() => a.StopAsync(TimeSpan.FromMinutes(2)));
        Send("y");
        _stage.RunFor(TimeSpan.FromMinutes(5));

        Assert.True(stopped.IsCompletedSuccessfully);
        Assert.Equal(["begins 1", "ends 1"], _stage.Seen);
    }

    [Fact]
    public void Start_NamespaceNotSet_NamesTheSetting()
    {
        var error = Assert.Throws<InvalidOperationException>(() => _stage.Start("a", typeof(Reads)));

        Assert.Contains("Bus__fullyQualifiedNamespace", error.Message);
    }

    public void Dispose() => _stage.Dispose();

    private Dictionary<string, string> SettingsOf(string instance) =>
        new() { ["Bus__fullyQualifiedNamespace"] = $"{_stage.Cloud.AccountOf(instance)}.servicebus.windows.net" };

    private void Send(string body) => _stage.Do(async () =>
    {
        await using var client = new ServiceBusClient(SettingsOf("sender").Values.Single(), new NoCredential());
        await client.CreateSender("alerts").SendMessageAsync(new ServiceBusMessage(body) { MessageId = "m1" });
        return true;
    });

    public sealed record Work(string Key);

    public sealed class Reads(List<string> seen)
    {
        [Function("Reads")]
        public void Run([ServiceBusTrigger("alerts", Connection = "Bus")] Work work, string messageId, int deliveryCount) =>
            seen.Add($"{work.Key} as {messageId}, delivery {deliveryCount.ToString(CultureInfo.InvariantCulture)}");
    }

    public sealed class Throws(List<string> seen)
    {
        [Function("Throws")]
        public void Run([ServiceBusTrigger("alerts", Connection = "Bus", AutoCompleteMessages = true)] ServiceBusReceivedMessage message)
        {
            seen.Add($"{message.DeliveryCount}");
            seen.Add(message.DeliveryCount < 3 ? throw new InvalidOperationException() : "done");
        }
    }

    public sealed class Settles(List<string> seen)
    {
        [Function("Settles")]
        public Task RunAsync(
            [ServiceBusTrigger("alerts", Connection = "Bus", AutoCompleteMessages = false)] ServiceBusReceivedMessage message,
            ServiceBusMessageActions actions,
            CancellationToken cancellationToken)
        {
            seen.Add("settles");
            return actions.DeadLetterMessageAsync(message, deadLetterReason: "unwanted", cancellationToken: cancellationToken);
        }

        [Function("Drains")]
        public void Drain([ServiceBusTrigger("alerts/$deadletterqueue", Connection = "Bus")] ServiceBusReceivedMessage message) =>
            seen.Add($"dead: {message.DeadLetterReason}");
    }

    public sealed class Slow(List<string> seen, TimeProvider time)
    {
        [Function("Slow")]
        public async Task RunAsync([ServiceBusTrigger("alerts", Connection = "Bus")] ServiceBusReceivedMessage message)
        {
            seen.Add($"begins {message.DeliveryCount}");
            await Task.Delay(TimeSpan.FromSeconds(30), time);
            seen.Add($"ends {message.DeliveryCount}");
        }
    }

    private sealed class NoCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext, CancellationToken cancellationToken) => default;
    }
}
