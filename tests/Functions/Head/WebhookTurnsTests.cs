using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Mail;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>More webhooks that stall than the trigger of the outbox has calls, which it has for mail, too.</summary>
public sealed class WebhookTurnsTests : IDisposable
{
    private static readonly WebhookUrl Quick = WebhookUrl.Parse("https://quick.example.com/");
    private static readonly string[] ManyDockets = [.. Enumerable.Range(0, 3).Select(n => $"1:26-cv-0123{n}")];

    private readonly CloudBench _bench = new();
    private readonly ScriptedReceivers _receivers = new();
    private readonly ScriptedMailProvider _provider = new();
    private readonly TaskCompletionSource<WebhookOutcome> _stalling = new();

    public WebhookTurnsTests()
    {
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        _receivers.OnSend = url => url == Quick ? Task.FromResult<WebhookOutcome>(new WebhookOutcome.Accepted(200)) : _stalling.Task;
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void NewsroomWithManyStallingHosts_HoldsUpNeitherMailNorAnotherSubscribersWebhook()
    {
        Start();
        Hook("newsroom@example.com", Hosts(20), ManyDockets);
        Hook("bob@example.com", [Quick], "1:26-cv-05678");
        _bench.Follow(mailbox: "grace@example.com", docket: "1:26-cv-05678");
        _bench.Wait(TimeSpan.FromMinutes(3));
        File(3, ManyDockets);
        _bench.Wait(TimeSpan.FromMinutes(1.5));
        Assert.Equal(4, _receivers.Sent.Count);

        File(6, "1:26-cv-05678");
        _bench.Wait(TimeSpan.FromMinutes(1.5));

        Assert.Contains(_provider.Mails, mail => mail.To.Value == "grace@example.com");
        Assert.Single(_receivers.Sent, sent => sent.Url == Quick);
    }

    [Fact]
    public void ManySubscribersWhoseHostsStall_HoldUpNoMail()
    {
        Start();
        for (var n = 0; n < 40; n++)
        {
            Hook($"reader{n}@example.com", [WebhookUrl.Parse($"https://h{n}.slow.example.com/")], "1:26-cv-01234");
        }

        _bench.Follow(mailbox: "grace@example.com", docket: "1:26-cv-05678");
        _bench.Wait(TimeSpan.FromMinutes(3));
        File(3, "1:26-cv-01234");
        _bench.Wait(TimeSpan.FromMinutes(1.5));
        Assert.Equal(8, _receivers.Sent.Count);

        File(6, "1:26-cv-05678");
        _bench.Wait(TimeSpan.FromMinutes(1.5));

        Assert.Contains(_provider.Mails, mail => mail.To.Value == "grace@example.com");
    }

    private static IReadOnlyList<WebhookUrl> Hosts(int count) => [.. Enumerable.Range(0, count).Select(n => WebhookUrl.Parse($"https://h{n}.slow.example.com/"))];

    private void Start()
    {
        _bench.Start(services =>
        {
            services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(_receivers));
            services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider));
        });
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
    }

    private void Hook(string mailbox, IReadOnlyList<WebhookUrl> urls, params string[] dockets)
    {
        var confirmedAt = Some.Monday9Am.AddMinutes(-1);
        Subscription[] hooked = [.. dockets.SelectMany(docket => urls.Select(url => Some.Hooked(Some.Subscription(mailbox, confirmedAt: confirmedAt, docket: docket), url)))];
        foreach (var one in hooked)
        {
            Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<ISubscriptions>().TryWriteAsync([one], message: null, default)));
        }

        var own = SubscriberWebhooks.New(hooked[0].Subscriber).WithSecretsFor(urls, confirmedAt);
        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<IWebhookEndpoints>().TryWriteAsync(own, default)));
    }

    private void File(int sequence, params string[] dockets) => _bench.Court.Gives(SomeFeed.Of(
        _bench.Now, [.. dockets.Select((docket, n) => SomeFeed.Item(sequence + n, _bench.Now, docket, caseId: $"6{docket[^5..]}")), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))]));
}
