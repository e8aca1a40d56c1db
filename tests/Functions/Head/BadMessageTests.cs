using System.Text;
using Azure;
using Azure.Identity;
using Azure.Messaging.ServiceBus;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Queues;
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

    [Fact]
    public void Message_WithAnAddressWhereACourtStands_IsToldToOperatorsWithoutIt()
    {
        Send("checks", "{\"v\":1,\"court\":\"ada@example.com\",\"feed\":\"https://example.com\"}");

        _bench.Wait(TimeSpan.FromMinutes(10));

        Assert.Contains("ada@example.com", Assert.Single(Kept()).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", Assert.Single(Kept()).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@example.com", Assert.Single(_bench.Cloud.Email.Mailbox).PlainText!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    public void Message_AsLargeAsTheBrokerTakes_IsKeptWhole(string kind)
    {
        var body = Incompressible(kind, 256 * 1024);

        Keep(body);

        var row = Assert.Single(Kept());
        Assert.Equal(body.ToArray(), kind == "text" ? Encoding.UTF8.GetBytes(row.Body) : Convert.FromBase64String(row.Body));
        Assert.Equal(kind == "bytes", row.Reason.EndsWith("in base 64", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("bytes")]
    public void Message_BeyondARow_IsCutAndTheReasonSaysSo(string kind)
    {
        var body = Incompressible(kind, 3 * 1024 * 1024);

        Keep(body);

        var row = Assert.Single(Kept());
        var kept = kind == "text" ? Encoding.UTF8.GetBytes(row.Body) : Convert.FromBase64String(row.Body);
        Assert.InRange(kept.Length, KeptBody.MaxBytes - 3, KeptBody.MaxBytes);
        Assert.Equal(body.ToArray()[..kept.Length], kept);
        Assert.Contains($"of its {3 * 1024 * 1024} bytes the first {kept.Length} are kept", row.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_ThatTheBrokerGaveUpWhileTheTableIsAway_IsAskedForSeldomAndKeptInTheEnd()
    {
        var away = new TableAway();
        _bench.Cloud.Faults = away;
        Send("alerts", "{\"v\":1}", afterDelivery: true);

        _bench.Wait(TimeSpan.FromMinutes(10));
        Assert.InRange(away.Calls, 25, 31);
        away.IsBack = true;
        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Contains("the broker gave it up", Assert.Single(Kept()).Reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.Bus.Find("alerts").DeadLetters.Messages);
    }

    [Theory]
    [InlineData("checks")]
    [InlineData("alerts")]
    public void Message_ThatCannotBeReadWhileTheTableIsAway_IsKeptForItsOwnReason(string queue)
    {
        var away = new TableAway();
        _bench.Cloud.Faults = away;
        Send(queue, "<html>");

        _bench.Wait(TimeSpan.FromMinutes(2));
        away.IsBack = true;
        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Contains("it is not what this program writes", Assert.Single(Kept()).Reason, StringComparison.Ordinal);
        Assert.Empty(_bench.Cloud.Bus.Find(queue).Messages);
    }

    // All of the letters of the text are of three bytes, and none is like the one before.
    private static BinaryData Incompressible(string kind, int length)
    {
        var random = new Random(7);
        var bytes = new byte[length];
        random.NextBytes(bytes);
        if (kind == "text")
        {
            Encoding.UTF8.GetBytes([.. Enumerable.Range(0, length / 3).Select(_ => (char)random.Next(0x4E00, 0x9FFF))]).CopyTo(bytes, 0);
            bytes.AsSpan(length / 3 * 3).Fill((byte)'x');
        }

        return BinaryData.FromBytes(bytes);
    }

    private void Keep(BinaryData body) => _bench.Run(async () =>
    {
        var message = ServiceBusModelFactory.ServiceBusReceivedMessage(body: body, messageId: "large", enqueuedTime: _bench.Now);
        await _bench.App.Services.GetRequiredService<KeptMessages>().KeepAsync("alerts", message, "it is large", default);
        return true;
    });

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

    private sealed class TableAway : ICloudFaults
    {
        // Far more than any that waits in between would make, so that who asks without end fails and comes to an end.
        private const int TooMany = 1000;

        public int Calls { get; private set; }

        public bool IsBack { get; set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            if (IsBack || Calls == TooMany || call.Operation != "UpsertEntity" || !call.Subject.StartsWith("deadletters", StringComparison.Ordinal))
            {
                return Task.CompletedTask;
            }

            Calls++;
            throw new RequestFailedException(503, "busy", "ServerBusy", null);
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
