using System.Net;
using Azure.Communication.Email;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Harness.Worker;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

/// <summary>Event Grid's way into the app: the route, its key, and what the service reports.</summary>
public sealed class DeliveryReportsFunctionTests : IDisposable
{
    private readonly Stage _stage = new();
    private readonly InMemoryStore _store;
    private readonly SubscriberIds _ids = new(new InstallationSecret(new byte[32]));

    public DeliveryReportsFunctionTests() => _store = new InMemoryStore(_stage.Cloud.Time);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task RunAsync_ReportsOfTheService_SuppressTheAddress()
    {
        var answer = Post($"/api/delivery-reports?code={_stage.Cloud.Keys.Function}", Bounce());

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(SuppressionCause.HardBounce, (await AdaAsync())!.Cause);
    }

    [Fact]
    public async Task RunAsync_WithoutTheKey_IsTurnedAway()
    {
        var answer = Post("/api/delivery-reports", Bounce());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(await AdaAsync());
    }

    private HttpResponseMessage Post(string path, string body)
    {
        var app = _stage.Start("a", typeof(DeliveryReportsFunction), program: builder => builder.Services
            .AddSingleton<ISuppressions>(_store.Suppressions).AddSingleton<IOutbox>(_store.Outbox).AddSingleton(_ids).AddSingleton(SomeCanary.Off(_store).Arrivals).AddSingleton<TakeDeliveryReport>());
        return _stage.Do(() => app.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) }));
    }

    private string Bounce()
    {
        _stage.Cloud.Email.Fate = _ => new DeliveryFate("Bounced", "550 5.1.1 no such user");
        var client = new EmailClient(new Uri($"https://{_stage.Cloud.AccountOf("a")}.communication.azure.com"), new MailWorld.AnyCredential());
        var mail = new EmailMessage("alerts@tipstaff.example", "ada@example.com", new EmailContent("news") { PlainText = "text" });
        _stage.Do(() => client.SendAsync(Azure.WaitUntil.Started, mail));
        _stage.RunFor(_stage.Cloud.Email.ReportTime);
        return _stage.Cloud.Email.Reports.Take()!;
    }

    private async Task<AddressRecord?> AdaAsync()
    {
        var ada = _ids.Of(Tipstaff.Subscriptions.EmailAddress.Parse("ada@example.com"));
        return (await _store.Suppressions.FindAsync([ada], default)).GetValueOrDefault(ada);
    }
}
