using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Local.Run;
using Tipstaff.Local.Storage;
using Tipstaff.Outbox;
using Tipstaff.Smtp;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>The one-machine head in this process, on a free port and a folder of its own, without the loops that check and deliver.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly DataFolder _data;
    private readonly WebApplication _app;

    private LocalHost(TemporaryFolder folder, DataFolder data, ManualTimeProvider clock, Action<IServiceCollection>? adjust, SmtpOptions? smtp)
    {
        (_folder, _data, Clock) = (folder, data, clock);
        var settings = new RunSettings { DataFolder = folder.Root, Urls = "http://127.0.0.1:0", PublicUrl = new Uri("https://tipstaff.example"), Smtp = smtp };
        _app = LocalApp.Build(settings, data, builder =>
        {
            foreach (var loop in builder.Services.Where(service =>
                service.ImplementationType == typeof(CheckLoop) || service.ImplementationType == typeof(DeliveryLoop)).ToList())
            {
                builder.Services.Remove(loop);
            }

            builder.Services.AddSingleton<TimeProvider>(clock);
            // Others reach it through a proxy that names them; a test that names nobody asks from this machine. No answer waits for the clock, which
            // nobody moves meanwhile.
            builder.Services.Configure<LimitOptions>(limits => (limits.Proxies, limits.AnswerEvery) = (1, TimeSpan.Zero));
            adjust?.Invoke(builder.Services);
        });
    }

    public ManualTimeProvider Clock { get; }

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app.Services;

    public string DatabasePath => _data.DatabasePath;

    public static async Task<LocalHost> StartAsync(Action<IServiceCollection>? adjust = null, SmtpOptions? smtp = null)
    {
        var folder = new TemporaryFolder();
        var host = new LocalHost(folder, DataFolder.Hold(folder.Root), new ManualTimeProvider(), adjust, smtp);
        await host._app.StartAsync();
        host.Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host._app.Urls.Single()) };
        return host;
    }

    public SubscriberId IdOf(string address) => Services.GetRequiredService<SubscriberIds>().Of(EmailAddress.Parse(address));

    public Task<IReadOnlyList<Subscription>> OfAsync(string address) =>
        Services.GetRequiredService<ISubscriptions>().OfSubscriberAsync(IdOf(address), CancellationToken.None);

    /// <summary>A subscription that was asked for; its owner has not confirmed.</summary>
    public async Task<Subscription> SubscribeAsync(string address = "ada@example.com", string docket = "1:26-cv-01234")
    {
        var request = Some.Request(address, "nysd", docket)!;
        await Services.GetRequiredService<Subscribe>().RunAsync(request, CancellationToken.None);
        return (await OfAsync(address)).Single(one => one.Docket == request.Docket);
    }

    public Task ConfirmAsync(string address = "ada@example.com") =>
        Services.GetRequiredService<ConfirmSubscriptions>().RunAsync(IdOf(address), CancellationToken.None);

    public Task EndAsync(Subscription subscription) =>
        Services.GetRequiredService<Unsubscribe>().RunAsync(subscription.Id, CancellationToken.None);

    /// <summary>Delivers what is due into the outbox folder.</summary>
    public async Task DeliverAsync()
    {
        while (await Services.GetRequiredService<DeliverMessages>().RunDueAsync(CancellationToken.None) > 0)
        {
        }
    }

    /// <summary>A token as our mails bear it.</summary>
    public string Token(LinkPurpose purpose, string subject, TimeSpan? lifetime = null) =>
        Services.GetRequiredService<LinkTokens>().Mint(purpose, subject, Clock.GetUtcNow() + (lifetime ?? TimeSpan.FromDays(1)), Clock.GetUtcNow());

    /// <summary>Sends a request to the path exactly as it is written: <c>..</c> and <c>%2e</c> stay.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var address = new Uri(
            Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        return Client.SendAsync(new HttpRequestMessage(method, address) { Content = content });
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostFormAsync(string path, string token) =>
        SendAsync(HttpMethod.Post, path, new FormUrlEncodedContent([KeyValuePair.Create("token", token)]));

    public Task<HttpResponseMessage> PostJsonAsync(string json, string path = "/api/subscriptions") =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, "application/json"));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _data.Dispose();
        _folder.Dispose();
    }
}
