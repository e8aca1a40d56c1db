using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Limits;
using Tipstaff.Links;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Functions.Head;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>A head, as whoever sends it requests sees it, on a clock that the test moves from <see cref="Some.Monday9Am"/> on.</summary>
internal abstract class HeadUnderTest : IAsyncDisposable
{
    public const string Local = "local";
    public const string Cloud = "cloud";

    /// <summary>The host of the public address.</summary>
    public abstract string Host { get; }

    public abstract IServiceProvider Services { get; }

    /// <summary>What an operator sends as <c>x-functions-key</c>; null where none is asked for.</summary>
    public abstract string? OperatorKey { get; }

    public DateTimeOffset Now => Services.GetRequiredService<TimeProvider>().GetUtcNow();

    /// <summary>Starts one with settings of a test's own.</summary>
    public static async Task<HeadUnderTest> StartAsync(string head, Action<LimitOptions>? limits = null, Action<IServiceCollection>? adjust = null)
    {
        return head == Local ? new LocalHead(await LocalHost.StartAsync(Adjust)) : new CloudHead(Adjust);

        void Adjust(IServiceCollection services)
        {
            services.Configure<LimitOptions>(options => limits?.Invoke(options));
            services.Configure<SignatureOptions>(options =>
            {
                foreach (var key in SomeNewsroom.Keys)
                {
                    options.Keys[key.Id] = new SignatureKeyOptions
                    {
                        Algorithm = "hmac-sha256",
                        Secret = Convert.ToBase64String(SomeNewsroom.SecretOf(key.Id)),
                        Scopes = string.Join(' ', key.Scopes),
                    };
                }
            });
            adjust?.Invoke(services);
        }
    }

    public abstract Task<HttpResponseMessage> SendAsync(HttpRequestMessage request);

    /// <summary>Sends a request to its path exactly as that is written.</summary>
    public abstract Task<HttpResponseMessage> SendExactlyAsync(HttpRequestMessage request);

    /// <summary>
    /// All that is stored and queued, a line each, but for what checks of courts write: those go on beside the requests.
    /// </summary>
    public abstract IReadOnlyList<string> Stored();

    public abstract void Advance(TimeSpan time);

    public abstract ValueTask DisposeAsync();

    public Task<HttpResponseMessage> PostAsync(string path, string json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return SendAsync(request);
    }

    /// <summary>A confirmed subscription, as an import would write it.</summary>
    public async Task<Subscription> FollowAsync(string mailbox = "ada@example.com", string docket = "1:26-cv-01234")
    {
        var subscription = Some.Subscription(mailbox, docket: docket, confirmedAt: Some.Monday9Am);
        Assert.True(await RunAsync(() => Services.GetRequiredService<ISubscriptions>().TryWriteAsync([subscription], message: null, default)));
        return (await FindAsync(subscription.Id))!;
    }

    public Task<Subscription?> FindAsync(SubscriptionId id) => RunAsync(() => Services.GetRequiredService<ISubscriptions>().FindAsync(id, default));

    public Task<IReadOnlyList<Subscription>> OfAsync(string mailbox) => RunAsync(() => Services.GetRequiredService<ISubscriptions>().OfSubscriberAsync(
        Services.GetRequiredService<SubscriberIds>().Of(EmailAddress.Parse(mailbox)), default));

    /// <summary>Asks something of the head's store.</summary>
    public Task<TResult> UseAsync<TPort, TResult>(Func<TPort, Task<TResult>> work)
        where TPort : notnull => RunAsync(() => work(Services.GetRequiredService<TPort>()));

    /// <summary>Does work on the head's own clock.</summary>
    public abstract Task<T> RunAsync<T>(Func<Task<T>> work);

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    /// <summary>A token as our mails bear it.</summary>
    public string Token(LinkPurpose purpose, string subject) => Service<LinkTokens>().Mint(purpose, subject, Now.AddDays(400), Now);

    private sealed class LocalHead(LocalHost host) : HeadUnderTest
    {
        public override string Host => "tipstaff.example";

        public override IServiceProvider Services => host.Services;

        public override string? OperatorKey => null;

        public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => host.Client.SendAsync(request);

        public override Task<HttpResponseMessage> SendExactlyAsync(HttpRequestMessage request)
        {
            request.RequestUri = new Uri(
                host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) + request.RequestUri!.PathAndQuery,
                new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
            return host.Client.SendAsync(request);
        }

        public override IReadOnlyList<string> Stored() => StoredRows.Of(host);

        public override void Advance(TimeSpan time) => host.Clock.Advance(time);

        public override ValueTask DisposeAsync() => host.DisposeAsync();

        public override Task<T> RunAsync<T>(Func<Task<T>> work) => work();
    }

    private sealed class CloudHead : HeadUnderTest
    {
        private readonly CloudBench _bench = new();
        private readonly HttpClient _client;

        public CloudHead(Action<IServiceCollection> adjust)
        {
            _bench.Start(adjust);
            _client = _bench.App.CreateClient();
        }

        public override string Host => "alerts.example.com";

        public override IServiceProvider Services => _bench.App.Services;

        public override string? OperatorKey => _bench.Cloud.Keys.Master;

        public override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) => RunAsync(() => _client.SendAsync(request));

        public override Task<HttpResponseMessage> SendExactlyAsync(HttpRequestMessage request) => SendAsync(request);

        public override IReadOnlyList<string> Stored() => StoredRows.Of(_bench.Cloud);

        public override void Advance(TimeSpan time) => _bench.Wait(time);

        public override ValueTask DisposeAsync()
        {
            Assert.Empty(_bench.Failures);
            _client.Dispose();
            _bench.Dispose();
            return ValueTask.CompletedTask;
        }

        public override Task<T> RunAsync<T>(Func<Task<T>> work) => Task.FromResult(_bench.Run(work));
    }
}
