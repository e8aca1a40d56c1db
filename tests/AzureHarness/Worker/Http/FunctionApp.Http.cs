using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Tipstaff.AzureHarness;

public sealed partial class FunctionApp
{
    private HttpTriggers Http => _triggers.OfType<HttpTriggers>().Single();

    /// <summary>Answers a request in this process, without a socket or a thread.</summary>
    /// <exception cref="HttpRequestException">The instance is gone, or went while it answered.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken = default)
    {
        if (!IsAlive)
        {
            throw Gone();
        }

        var exchange = HttpExchange.Of(request, cancellationToken);
        var answered = InItsContextAsync(async () =>
        {
            await Http.DispatchAsync(exchange.Context);
            return await exchange.AnswerAsync();
        });
        return await Task.WhenAny(answered, Killed).WaitAsync(cancellationToken) == answered ? await answered : throw Gone();
    }

    /// <summary>A client whose requests this instance answers in this process, on virtual time as well.</summary>
    public HttpClient CreateClient() =>
        new(new InProcess(this)) { BaseAddress = new Uri("https://localhost/"), Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Listens on a port of this machine, for browsers and tests that run on real time. Ends when the result is disposed of.</summary>
    public async Task<FunctionAppListener> ListenAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var web = builder.Build();
        web.Run(async http =>
        {
            var answered = Http.DispatchAsync(http);
            if (await Task.WhenAny(answered, Killed) != answered)
            {
                http.Abort();
            }
        });
        await web.StartAsync();
        var addresses = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new FunctionAppListener(web, new Uri(addresses.Addresses.Single()));
    }

    private HttpRequestException Gone() =>
        new(HttpRequestError.ConnectionError, $"Instance {Instance} is gone.", new SocketException((int)SocketError.ConnectionReset));

    private sealed class InProcess(FunctionApp app) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answered = new TaskCompletionSource<HttpResponseMessage>();
            _ = AnswerAsync(request, answered, cancellationToken);
            return answered.Task;
        }

        private async Task AnswerAsync(
            HttpRequestMessage request, TaskCompletionSource<HttpResponseMessage> answered, CancellationToken cancellationToken)
        {
            var sent = app.SendAsync(request, cancellationToken);
            await Task.WhenAny(sent);

            // HttpClient goes on without a context: told within one, it would go on a thread of the pool.
            var context = SynchronizationContext.Current;
            SynchronizationContext.SetSynchronizationContext(null);
            try
            {
                answered.SetFromTask(sent);
            }
            finally
            {
                SynchronizationContext.SetSynchronizationContext(context);
            }
        }
    }
}

/// <summary>An instance that listens on a port.</summary>
public sealed class FunctionAppListener : IAsyncDisposable
{
    private readonly WebApplication _web;

    internal FunctionAppListener(WebApplication web, Uri address) => (_web, Address) = (web, address);

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
