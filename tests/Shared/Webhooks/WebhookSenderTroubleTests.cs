using System.Net;
using System.Net.Sockets;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

/// <summary>Receivers that cannot be reached, or are lost on the way.</summary>
public sealed class WebhookSenderTroubleTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task SendAsync_NobodyTakesTheConnection_IsUnavailable() =>
        Assert.Equal(new WebhookOutcome.Unavailable("no connection"), await SendAsync(new ScriptedWebhookNetwork()));

    [Theory]
    [InlineData(SocketError.HostNotFound)]
    [InlineData(SocketError.TryAgain)]
    public async Task SendAsync_ANameThatDoesNotResolve_IsUnavailable(SocketError error) =>
        Assert.Equal(
            new WebhookOutcome.Unavailable("its name does not resolve"),
            await SendAsync(new ScriptedWebhookNetwork { OnAsk = _ => throw new SocketException((int)error) }));

    [Fact]
    public async Task SendAsync_AConnectionThatIsLostAfterTheRequest_IsUnknown()
    {
        await using var receiver = await WebhookReceiver.StartAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.Equal(new WebhookOutcome.Unknown("the connection was lost before the answer"), await SendAsync(new ScriptedWebhookNetwork(receiver.Port)));
    }

    [Fact]
    public async Task SendAsync_HeadersWithoutEnd_IsUnknown()
    {
        await using var receiver = await WebhookReceiver.StartAsync(200, "", ("X-Long", new string('x', 17 * 1024)));

        Assert.Equal(new WebhookOutcome.Unknown("its answer is no HTTP that can be read"), await SendAsync(new ScriptedWebhookNetwork(receiver.Port)));
    }

    [Fact]
    public async Task SendAsync_NoAnswerInTime_IsUnknown()
    {
        var (got, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var receiver = await WebhookReceiver.StartAsync(_ =>
        {
            got.SetResult();
            return over.Task;
        });
        var sending = SendAsync(new ScriptedWebhookNetwork(receiver.Port));

        await got.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new WebhookOutcome.Unknown("no answer within 10 s"), await sending);
        over.SetResult();
    }

    [Fact]
    public async Task SendAsync_NoConnectionInTime_IsUnavailable()
    {
        var network = new ScriptedWebhookNetwork
        {
            OnDial = async (_, stop) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
                return Stream.Null;
            },
        };
        var sending = SendAsync(network);

        await Until.TrueAsync(() => !network.Dialled.IsEmpty, () => "the receiver is dialled");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new WebhookOutcome.Unavailable("no connection within 5 s"), await sending);
    }

    [Fact]
    public async Task SendAsync_AReceiverThatNeverEncrypts_IsUnavailableInTime()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var sending = SendAsync(new ScriptedWebhookNetwork(((IPEndPoint)silent.LocalEndpoint).Port));

        using var connection = await silent.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(new WebhookOutcome.Unavailable("no connection within 10 s"), await sending);
    }

    [Fact]
    public async Task SendAsync_Cancelled_Throws()
    {
        using var stop = new CancellationTokenSource();
        var network = new ScriptedWebhookNetwork { OnAsk = _ => stop.CancelAsync() };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SendAsync(network, stop.Token));
    }

    private async Task<WebhookOutcome> SendAsync(IWebhookNetwork network, CancellationToken cancellationToken = default)
    {
        using var sender = WebhookReceiver.Sender(network, _clock);
        return await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, cancellationToken);
    }
}
