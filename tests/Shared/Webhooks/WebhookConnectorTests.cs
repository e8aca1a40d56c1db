using System.Net;
using System.Net.Sockets;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookConnectorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedWebhookNetwork _network = new() { OnDial = (_, _) => Task.FromResult(Stream.Null) };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("168.63.129.16")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("fd00:ec2::254")]
    public async Task ConnectAsync_NameWithPrivateAddressesOnly_DialsNobody(string address)
    {
        _network.Answers("10.0.0.1", address);

        await Assert.ThrowsAsync<NoPublicAddressException>(() => ConnectAsync());

        Assert.Empty(_network.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public async Task ConnectAsync_PrivateAddressForAName_IsNotEvenLookedUp(string host)
    {
        await Assert.ThrowsAsync<NoPublicAddressException>(() => ConnectAsync(host));

        Assert.Empty(_network.Asked);
        Assert.Empty(_network.Dialled);
    }

    [Fact]
    public async Task ConnectAsync_NameWithoutAnAddress_DialsNobody()
    {
        _network.Answers();

        await Assert.ThrowsAsync<NoPublicAddressException>(() => ConnectAsync());
    }

    [Fact]
    public async Task ConnectAsync_PublicAndPrivateAddresses_DialsThePublicOne()
    {
        _network.Answers("10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "169.254.169.254");

        await ConnectAsync();

        Assert.Equal([IPEndPoint.Parse("8.8.8.8:8443")], _network.Dialled);
    }

    [Fact]
    public async Task ConnectAsync_NameThatChangesAtOnce_IsAskedOnceAndDialledWhereItWasJudged()
    {
        _network.Answers(ScriptedWebhookNetwork.Public).Answers("127.0.0.1");

        await ConnectAsync();

        Assert.Equal(["hooks.example.com"], _network.Asked);
        Assert.Equal([IPEndPoint.Parse($"{ScriptedWebhookNetwork.Public}:8443")], _network.Dialled);
    }

    [Fact]
    public async Task ConnectAsync_NameThatChangesBetweenConnections_IsJudgedAnewEachTime()
    {
        _network.Answers(ScriptedWebhookNetwork.Public).Answers("127.0.0.1");
        await ConnectAsync();

        await Assert.ThrowsAsync<NoPublicAddressException>(() => ConnectAsync());

        Assert.Single(_network.Dialled);
    }

    [Fact]
    public async Task ConnectAsync_AddressesThatRefuse_GoesOnToTheNext()
    {
        _network.Answers("1.1.1.1", "1.1.1.2", "1.1.1.3");
        _network.OnDial = (endpoint, _) => endpoint.Address.ToString() is "1.1.1.3" ? Task.FromResult(Stream.Null) : throw new SocketException((int)SocketError.ConnectionRefused);

        await ConnectAsync();

        Assert.Equal(3, _network.Dialled.Count);
    }

    [Fact]
    public async Task ConnectAsync_HundredsOfAddressesThatRefuse_DialsFourOfThem()
    {
        _network.Answers([.. Enumerable.Range(1, 200).Select(i => $"1.1.1.{i}")]);
        _network.OnDial = (_, _) => throw new SocketException((int)SocketError.ConnectionRefused);

        var error = await Assert.ThrowsAsync<SocketException>(() => ConnectAsync());

        Assert.Equal(SocketError.ConnectionRefused, error.SocketErrorCode);
        Assert.Equal(4, _network.Dialled.Count);
    }

    [Fact]
    public async Task ConnectAsync_AddressesThatAreSilent_ShareTheTime()
    {
        _network.Answers("1.1.1.1", "1.1.1.2");
        _network.OnDial = NeverAsync;
        var connecting = ConnectAsync();

        _clock.Advance(Limit / 2);
        await Until.TrueAsync(() => _network.Dialled.Count == 2, () => "the second address is dialled");
        Assert.False(connecting.IsCompleted);
        _clock.Advance(Limit / 2);

        await Assert.ThrowsAsync<TimeoutException>(() => connecting);
    }

    [Fact]
    public async Task ConnectAsync_NameServerThatIsSilent_GivesUpInTime()
    {
        _network.OnAsk = stop => NeverAsync(null!, stop);
        var connecting = ConnectAsync();

        _clock.Advance(Limit);

        await Assert.ThrowsAsync<TimeoutException>(() => connecting);
        Assert.Empty(_network.Dialled);
    }

    [Fact]
    public async Task ConnectAsync_Cancelled_SaysSo()
    {
        using var stop = new CancellationTokenSource();
        _network.OnDial = NeverAsync;
        var connecting = ConnectAsync(cancellationToken: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    private static Task<Stream> NeverAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        var never = new TaskCompletionSource<Stream>();
        cancellationToken.Register(() => never.TrySetCanceled(cancellationToken));
        return never.Task;
    }

    private Task<Stream> ConnectAsync(string host = "hooks.example.com", CancellationToken cancellationToken = default) =>
        new WebhookConnector(_network, Limit, _clock).ConnectAsync(host, 8443, cancellationToken).AsTask();
}
