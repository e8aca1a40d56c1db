using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

public sealed class DeliveryReportEventsTests : IDisposable
{
    private readonly MailWorld _world = new();
    private readonly InMemoryStore _store;
    private readonly SubscriberIds _ids = new(new InstallationSecret(new byte[32]));
    private readonly DeliveryReportEvents _events;
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();

    public DeliveryReportEventsTests()
    {
        _store = new InMemoryStore(_world.Clock);
        var take = new TakeDeliveryReport(_store.Suppressions, _store.Outbox, SomeCanary.Off(_store).Arrivals, NullLogger<TakeDeliveryReport>.Instance);
        _events = new DeliveryReportEvents(take, _ids, _world.Clock, NullLogger<DeliveryReportEvents>.Instance);
    }

    public void Dispose()
    {
        _services.Dispose();
        _world.Dispose();
    }

    [Fact]
    public async Task RunAsync_MailThatBounced_SuppressesItsAddressAndKeepsNoAddress()
    {
        var report = Report(new DeliveryFate("Bounced", "550 5.1.1 <ada@example.com>: no such user"));

        var (status, _) = await PostAsync(report);

        Assert.Equal(200, status);
        var record = await AdaAsync();
        Assert.Equal(SuppressionCause.HardBounce, record!.Cause);
        Assert.Equal("Bounced: 550 5.1.1 <***>: no such user", record.Reason);
    }

    [Fact]
    public async Task RunAsync_SameReportTwice_ChangesNothingMore()
    {
        var report = Report(new DeliveryFate("Quarantined"));
        await PostAsync(report);
        var once = await AdaAsync();

        await PostAsync(report);

        Assert.Equal(1, once!.SoftInARow);
        Assert.Equal(once, await AdaAsync());
    }

    [Fact]
    public async Task RunAsync_DeliveredAfterASoftBounce_EndsTheRow()
    {
        await PostAsync(Report(new DeliveryFate("Failed", "452 4.2.2 mailbox full")));

        await PostAsync(Report(DeliveryFate.Delivered, number: 2));

        Assert.Equal(0, (await AdaAsync())!.SoftInARow);
    }

    [Fact]
    public async Task RunAsync_CloudEvents_AreTakenTheSame()
    {
        Send(new DeliveryFate("Bounced"), number: 1);

        await PostAsync(_world.Email.Reports.TakeCloudEvents()!);

        Assert.Equal(SuppressionCause.HardBounce, (await AdaAsync())!.Cause);
    }

    [Fact]
    public async Task RunAsync_Handshake_IsAnsweredWithItsCode()
    {
        var (status, body) = await PostAsync(DeliveryReportQueue.Handshake("512d38b6"));

        Assert.Equal((200, """{"validationResponse":"512d38b6"}"""), (status, body));
    }

    [Fact]
    public async Task RunAsync_CloudEventsHandshake_LetsTheOriginPost()
    {
        var context = Context("OPTIONS", "");
        context.Request.Headers["WebHook-Request-Origin"] = "eventgrid.azure.net";

        await (await _events.RunAsync(context.Request, default)).ExecuteAsync(context);

        Assert.Equal("eventgrid.azure.net", context.Response.Headers["WebHook-Allowed-Origin"].ToString());
        Assert.Equal("*", context.Response.Headers["WebHook-Allowed-Rate"].ToString());
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("[", 400)]
    [InlineData("7", 400)]
    [InlineData("\"text\"", 400)]
    [InlineData("[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]", 400)]
    [InlineData("[]", 200)]
    [InlineData("[1, null, \"x\", {}, []]", 200)]
    [InlineData("""{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","data":7}""", 200)]
    [InlineData("""{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","data":{"status":"Bounced","recipient":"nobody"}}""", 200)]
    [InlineData("""{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","data":{"status":"\ud800","recipient":"ada@example.com"}}""", 200)]
    [InlineData("""{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","data":{"status":"Danced","recipient":"ada@example.com"}}""", 200)]
    [InlineData("""{"eventType":"Microsoft.Communication.EmailEngagementTrackingReportReceived","data":{"recipient":"ada@example.com"}}""", 200)]
    [InlineData("""{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":7}}""", 200)]
    public async Task RunAsync_WhatIsNoReport_ChangesNothing(string body, int expected)
    {
        var (status, _) = await PostAsync(body);

        Assert.Equal(expected, status);
        Assert.Null(await AdaAsync());
    }

    [Fact]
    public async Task RunAsync_OneUnreadableEvent_LosesNotItsNeighbours()
    {
        var report = Report(new DeliveryFate("Bounced"));

        await PostAsync($"[null, {report.Trim('[', ']')}, {{}}]");

        Assert.NotNull(await AdaAsync());
    }

    [Fact]
    public async Task RunAsync_BodyOfMoreThanEventGridPosts_IsRefused() =>
        Assert.Equal(413, (await PostAsync(new string(' ', (1024 * 1024) + 1))).Status);

    [Fact]
    public async Task RunAsync_ReportFromTheFuture_CountsAsOfNow()
    {
        await PostAsync("""
            {"eventType":"Microsoft.Communication.EmailDeliveryReportReceived",
             "data":{"status":"Bounced","recipient":"ADA@example.com","deliveryAttemptTimeStamp":"2099-01-01T00:00:00Z"}}
            """);

        Assert.Equal(_world.Now, (await AdaAsync())!.SuppressedAt);
    }

    private string Report(DeliveryFate fate, int number = 1)
    {
        Send(fate, number);
        return _world.Email.Reports.Take()!;
    }

    private void Send(DeliveryFate fate, int number)
    {
        _world.Email.Fate = _ => fate;
        _world.Run(() => _world.Mailer().SendAsync(SomeMail.Of(number), CancellationToken.None));
        _world.Pass(_world.Email.ReportTime);
    }

    private async Task<AddressRecord?> AdaAsync()
    {
        var ada = _ids.Of(EmailAddress.Parse("ada@example.com"));
        return (await _store.Suppressions.FindAsync([ada], default)).GetValueOrDefault(ada);
    }

    private async Task<(int Status, string Body)> PostAsync(string body)
    {
        var context = Context("POST", body);
        await (await _events.RunAsync(context.Request, default)).ExecuteAsync(context);
        context.Response.Body.Position = 0;
        using var reader = new StreamReader(context.Response.Body);
        return (context.Response.StatusCode, await reader.ReadToEndAsync());
    }

    private DefaultHttpContext Context(string method, string body)
    {
        var context = new DefaultHttpContext { RequestServices = _services };
        context.Request.Method = method;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = new MemoryStream();
        return context;
    }
}

public sealed class DeliveryStatusTests
{
    [Theory]
    [InlineData("Delivered", "", DeliveryReportKind.Delivered)]
    [InlineData("delivered", "250 2.0.0 OK", DeliveryReportKind.Delivered)]
    [InlineData("Bounced", "", DeliveryReportKind.HardBounce)]
    [InlineData("Bounced", "550 5.1.1 no such user", DeliveryReportKind.HardBounce)]
    [InlineData("Bounced", "550-5.1.1 no such user", DeliveryReportKind.HardBounce)]
    [InlineData("Bounced", "5.1.10 null MX", DeliveryReportKind.HardBounce)]
    [InlineData("Bounced", "550 no such user", DeliveryReportKind.HardBounce)]
    [InlineData("Bounced", "552 5.2.2 mailbox full", DeliveryReportKind.SoftBounce)]
    [InlineData("Bounced", "550 5.7.1 blocked by policy", DeliveryReportKind.SoftBounce)]
    [InlineData("Bounced", "451 4.7.1 greylisted", DeliveryReportKind.SoftBounce)]
    [InlineData("Suppressed", "", DeliveryReportKind.HardBounce)]
    [InlineData("Failed", "", DeliveryReportKind.SoftBounce)]
    [InlineData("Failed", "smtp;550 5.1.1 gone", DeliveryReportKind.HardBounce)]
    [InlineData("FilteredSpam", "", DeliveryReportKind.SoftBounce)]
    [InlineData("Quarantined", "550 5.1.1 whatever", DeliveryReportKind.SoftBounce)]
    [InlineData("Expanded", "", null)]
    [InlineData("Danced", "", null)]
    public void KindOf_StatusWithDetails_IsWhatTheySayOfTheAddress(string status, string details, DeliveryReportKind? expected) =>
        Assert.Equal(expected, DeliveryStatus.KindOf(status, details));
}
