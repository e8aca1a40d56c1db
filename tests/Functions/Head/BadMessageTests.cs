using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Functions.Storage;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Whatever somebody puts on a queue is kept with its body, once, and nothing goes round in circles.</summary>
public sealed class BadMessageTests : IDisposable
{
    private readonly CloudBench _bench = new();

    public BadMessageTests() => _bench.Start();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("checks", "")]
    [InlineData("checks", "{\"v\":2,\"court\":\"nysd\"}")]
    [InlineData("checks", "{\"v\":1,\"court\":\"no court at all\",\"feed\":\"x\"}")]
    [InlineData("alerts", "<html>")]
    [InlineData("alerts", "{\"key\":\"0123456789abcdef0123456789abcdef\"}")]
    [InlineData("alerts", "{\"v\":1,\"key\":\"../../etc\"}")]
    [InlineData("alerts", "[1,2,3]")]
    public void Message_ThatCannotBeRead_IsKeptWithItsBodyAndOperatorsAreTold(string queue, string body)
    {
        Send(queue, body);

        _bench.Wait(TimeSpan.FromMinutes(10));

        var row = Assert.Single(Kept());
        Assert.Equal((queue, body), (row.Queue, row.Body));
        Assert.Empty(_bench.Cloud.Bus.Find(queue).Messages);
        Assert.Single(_bench.Cloud.Email.Mailbox, mail => mail.Recipient == "operators@example.com");
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Message_OfManyKilobytes_IsKeptWhole()
    {
        var body = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},"));
        Send("alerts", body);

        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal(body, Assert.Single(Kept()).Body);
    }

    [Fact]
    public void Message_ThatTheBrokerGaveUp_IsDrainedIntoTheSameTable()
    {
        Send("alerts", "{\"v\":1}", afterDelivery: true);

        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Contains("the broker gave it up", Assert.Single(Kept()).Reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.Bus.Find("alerts").DeadLetters.Messages);
    }

    private void Send(string queue, string body, bool afterDelivery = false)
    {
        if (afterDelivery)
        {
            _bench.App.Kill();
        }

        _bench.Run(() => SendAsync(queue, body, afterDelivery));
        if (afterDelivery)
        {
            _bench.Start();
        }
    }

    private async Task<bool> SendAsync(string queue, string body, bool isGivenUp)
    {
        await using var client = new ServiceBusClient($"{_bench.Cloud.AccountOf("rogue")}.servicebus.windows.net", new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned));
        await client.CreateSender(queue).SendMessageAsync(new ServiceBusMessage(body) { MessageId = "rogue" });
        if (isGivenUp)
        {
            var receiver = client.CreateReceiver(queue);
            await receiver.DeadLetterMessageAsync(await receiver.ReceiveMessageAsync(), "Tried", "too often");
        }

        return true;
    }

    private IReadOnlyList<QueueDeadLetter> Kept() => _bench.Run(() => _bench.App.Services.GetRequiredService<TableDeadLetters>().NewestAsync(10, default));
}
