using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Links;
using Tipstaff.Outbox;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>A receiver of webhooks: https on a free loopback port, with a certificate of its own for <c>hooks.example.com</c>.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    public static readonly WebhookUrl Url = WebhookUrl.Parse("https://hooks.example.com/tipstaff/s3cret?token=t0ken");

    public static readonly WebhookKeys Keys = new(WebhookSecret.Parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    public static readonly WebhookMessage Message = new(IdempotencyKey.Parse(1.ToString("x32")), "{\"test\": 2432232314}"u8.ToArray());

    private static readonly X509Certificate2 Certificate = TestCertificate.Make("hooks.example.com");

    private readonly WebApplication _app;

    private WebhookReceiver(Func<HttpContext, Task> answer, X509Certificate2 certificate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        _app = builder.Build();
        _app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            Requests.Enqueue(new Received(
                context.Request.Method,
                $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}{context.Request.QueryString}",
                context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body.ToArray()));
            body.Position = 0;
            context.Request.Body = body;
            await answer(context);
        });
    }

    /// <summary>The requests that came, in order.</summary>
    public ConcurrentQueue<Received> Requests { get; } = [];

    public int Port => new Uri(_app.Urls.Single()).Port;

    public static async Task<WebhookReceiver> StartAsync(Func<HttpContext, Task> answer, X509Certificate2? certificate = null)
    {
        var receiver = new WebhookReceiver(answer, certificate ?? Certificate);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>A receiver that answers each request with this status and body.</summary>
    public static Task<WebhookReceiver> StartAsync(int status, string body = "", params (string Name, string Value)[] headers) => StartAsync(context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        // With its length known the answer comes in one piece, so that the connection is free for the next request at once.
        context.Response.ContentLength = body.Length > 0 ? body.Length : null;
        return body is "" ? Task.CompletedTask : context.Response.WriteAsync(body);
    });

    /// <summary>A sender that trusts the receiver's certificate and nobody else's.</summary>
    public static WebhookSender Sender(IWebhookNetwork network, TimeProvider? time = null, X509Certificate2? trusted = null, Uri? home = null) => new(
        network,
        Options.Create(new WebhookOptions()),
        Options.Create(new LinkOptions { PublicUrl = home }),
        time ?? new ManualTimeProvider(),
        TestCertificate.TrustIn(trusted ?? Certificate));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One request.</summary>
    internal sealed record Received(string Method, string Url, IReadOnlyDictionary<string, string> Headers, byte[] Body);
}
