using Azure;
using Azure.Communication.Email;
using Microsoft.Extensions.Azure;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Functions.Mail;

namespace Tipstaff.Tests.Harness.Email;

/// <summary>The stand-in of Communication Services' mail behaves as the service is documented to.</summary>
public sealed class EmailServiceTests : IDisposable
{
    private static readonly Guid Id = new("00000000-0000-0000-0000-00000000000a");
    private static readonly Guid OtherId = new("00000000-0000-0000-0000-00000000000b");

    private readonly MailWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Fact]
    public void SendAsync_WithoutAnId_MakesOneOfItsOwnEachTime()
    {
        var client = _world.Client();

        var first = _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));
        var second = _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));

        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal([first.Id, second.Id], _world.Email.Taken.Select(mail => mail.OperationId));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public void SendAsync_KnownId_IsTakenAgainOrNot(bool deduplicates, int expected)
    {
        _world.Email.DeduplicatesOperationIds = deduplicates;

        Send(Mail());
        Send(Mail());

        Assert.Equal(expected, _world.Email.Mailbox.Count);
    }

    [Theory]
    [InlineData("<guid@domain.com>", true)]
    [InlineData("<202501131823.34067409c4494c2c8b2de03ceb26f173-NVZOA======@microsoft.com>", true)]
    [InlineData("guid@domain.com", false)]
    [InlineData("<guid>", false)]
    [InlineData("<guid.domain>", false)]
    public void SendAsync_ValidatedMessageId_IsKeptOrRefused(string messageId, bool isValid)
    {
        var refusal = Record(() => Send(Mail(("Message-ID", messageId), ("x-ms-acsemail-validate-message-id", "true"))));

        Assert.Equal(isValid ? null : 400, refusal?.Status);
        Assert.Equal(isValid ? [messageId] : [], _world.Email.Mailbox.Select(mail => mail.InternetMessageId));
    }

    [Fact]
    public void SendAsync_UsedMessageId_IsRefusedIfValidatedElseReplaced()
    {
        _world.Email.DeduplicatesOperationIds = false;
        Send(Mail(("Message-ID", "<a@domain.com>")));

        var refusal = Record(() => Send(Mail(("message-id", "<a@domain.com>"), ("x-ms-acsemail-validate-message-id", "true"))));
        Send(Mail(("Message-ID", "<a@domain.com>")));

        Assert.Equal(400, refusal!.Status);
        Assert.Equal(2, _world.Email.Mailbox.Select(mail => mail.InternetMessageId).Distinct().Count());
    }

    [Fact]
    public void SendAsync_OverTheMinute_IsRefusedWithTheTimeToWait()
    {
        _world.Email.Quota.PerMinute = 2;
        Send(Mail());
        _world.Pass(TimeSpan.FromSeconds(20));
        Send(Mail());

        var refusal = Record(() => Send(Mail()));

        Assert.Equal((429, "TooManyRequests"), (refusal!.Status, refusal.ErrorCode));
        Assert.True(refusal.GetRawResponse()!.Headers.TryGetValue("Retry-After", out var wait));
        Assert.Equal("40", wait);
        _world.Pass(TimeSpan.FromSeconds(40));
        Send(Mail());
    }

    [Fact]
    public void SendAsync_OverTheHour_IsRefused()
    {
        for (var mail = 0; mail < 100; mail++)
        {
            Send(Mail());
            _world.Pass(TimeSpan.FromSeconds(3));
        }

        Assert.Equal(429, Record(() => Send(Mail()))!.Status);
        _world.Pass(TimeSpan.FromMinutes(55));
        Send(Mail());
    }

    [Fact]
    public void SendAsync_RetriesLeft_WaitsOutA429InSilence()
    {
        _world.Email.Quota.PerMinute = 1;
        var client = _world.RetryingClient(retries: 3);
        var before = _world.Now;
        _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));

        _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));

        Assert.InRange(_world.Now - before, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(62));
        Assert.Equal(3, _world.Cloud.Counts.Of(CloudService.Email));
    }

    [Fact]
    public void SendAsync_AnswerLostAndRetried_GoesOutOnceUnderOneId()
    {
        var lost = 0;
        _world.Cloud.Faults = new MailFaults { After = _ => lost++ == 0 ? new RequestFailedException(500, "lost") : null };
        var client = _world.RetryingClient(retries: 3);

        _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));

        Assert.Single(_world.Email.Mailbox);
    }

    [Fact]
    public void SendAsync_UntilCompleted_PollsEachFiveSeconds()
    {
        _world.Email.HandOverTime = TimeSpan.FromSeconds(12);
        var before = _world.Now;

        var operation = _world.Run(() => _world.Client().SendAsync(WaitUntil.Completed, Mail(), Id));

        Assert.Equal(EmailSendStatus.Succeeded, operation.Value.Status);
        Assert.InRange(_world.Now - before, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(16));
        Assert.Equal([("GetSendResult", 4L), ("Send", 1L)], _world.Cloud.Counts.All.Select(count => (count.Operation, count.Calls)));
    }

    [Fact]
    public void SendAsync_SuppressedRecipient_FailsAndIsReported()
    {
        _world.Email.Fate = _ => new DeliveryFate("Bounced");
        Send(Mail());
        _world.Email.Fate = _ => DeliveryFate.Delivered;

        var failure = Record(() => _world.Run(() => _world.Client().SendAsync(WaitUntil.Completed, Mail())));
        _world.Pass(TimeSpan.FromHours(24));
        Send(Mail(), OtherId);

        Assert.Equal("EmailDroppedAllRecipientsSuppressed", failure!.ErrorCode);
        Assert.Single(_world.Email.Mailbox);
    }

    [Fact]
    public void UpdateStatusAsync_UnknownId_Is404() =>
        Assert.Equal(404, Record(() => _world.Run(async () => await new EmailSendOperation(Id.ToString(), _world.Client()).UpdateStatusAsync()))!.Status);

    [Fact]
    public void SendAsync_EmptyHeader_IsRefusedBeforeTheService()
    {
        Assert.Throws<ArgumentException>(() => Send(Mail(("List-Id", " "))));

        Assert.Equal(0, _world.Cloud.Counts.Of(CloudService.Email));
    }

    [Fact]
    public void Take_ReportsDue_AreGivenOnceInBatches()
    {
        Send(Mail());
        Send(Mail(), OtherId);

        Assert.Null(_world.Email.Reports.Take());
        _world.Pass(_world.Email.ReportTime);

        Assert.Contains("Microsoft.Communication.EmailDeliveryReportReceived", _world.Email.Reports.Take(max: 1), StringComparison.Ordinal);
        Assert.Equal(1, _world.Email.Reports.Waiting);
        Assert.NotNull(_world.Email.Reports.Take());
        Assert.Null(_world.Email.Reports.Take());
    }

    [Fact]
    public void AddEmailClient_WithOptions_MakesAClientOfThem()
    {
        _world.Email.Quota.PerMinute = 1;
        var services = new ServiceCollection();
        services.AddAzureClients(clients =>
        {
            clients.UseCredential(new MailWorld.AnyCredential());
            clients.AddEmailClient(new Uri($"https://{_world.Cloud.AccountOf("1")}.communication.azure.com")).ConfigureOptions(options => options.Retry.MaxRetries = 0);
        });
        using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<EmailClient>();
        _world.Run(() => client.SendAsync(WaitUntil.Started, Mail()));

        Assert.Equal(429, Record(() => _world.Run(() => client.SendAsync(WaitUntil.Started, Mail())))!.Status);
    }

    private static EmailMessage Mail(params (string Name, string Value)[] headers)
    {
        var mail = new EmailMessage("alerts@tipstaff.example", "ada@example.com", new EmailContent("news") { PlainText = "text" });
        foreach (var (name, value) in headers)
        {
            mail.Headers[name] = value;
        }

        return mail;
    }

    private static RequestFailedException? Record(Action action) => Xunit.Record.Exception(action) as RequestFailedException;

    private void Send(EmailMessage mail, Guid? id = null) => _world.Run(() => _world.Client().SendAsync(WaitUntil.Started, mail, id ?? Id));
}
