using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

/// <summary>Which certificates of receivers are good, and what the handler under the sender may do.</summary>
public sealed class WebhookTlsTests
{
    // No certificate may be good for longer than its issuer's.
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private static readonly WebhookOutcome NoTrust = new WebhookOutcome.Unavailable("no secure connection: its certificate or TLS is not accepted");

    [Fact]
    public async Task SendAsync_ACertificateForAnotherName_IsNotAccepted()
    {
        using var other = TestCertificate.Make("other.example.com");

        Assert.Equal(NoTrust, await SendAsync(other, trusted: other));
    }

    [Fact]
    public async Task SendAsync_ACertificateOfNobodyTrusted_IsNotAccepted()
    {
        using var unknown = TestCertificate.Make("hooks.example.com");

        Assert.Equal(NoTrust, await SendAsync(unknown, trusted: null));
    }

    [Fact]
    public async Task SendAsync_ACertificateForClients_IsNotAccepted()
    {
        using var client = Make("CN=hooks.example.com", issuer: null, isAuthority: true, new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], critical: true));

        Assert.Equal(NoTrust, await SendToAsync(SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true), trusted: client));
    }

    [Fact]
    public async Task SendAsync_ACertificateThatNamesWhereItsIssuerIs_SendsUsNowhere()
    {
        using var inside = new TcpListener(IPAddress.Loopback, 0);
        inside.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)inside.LocalEndpoint).Port}/latest/meta-data";
        using var root = Make("CN=Root", issuer: null, isAuthority: true);
        using var middle = Make("CN=Middle", root, isAuthority: true);
        using var leaf = Make("CN=hooks.example.com", middle, isAuthority: false, new X509AuthorityInformationAccessExtension([address], [address]));

        var outcome = await SendToAsync(SslStreamCertificateContext.Create(leaf, additionalCertificates: null, offline: true), trusted: root);

        Assert.Equal(NoTrust, outcome);
        Assert.False(inside.Pending());
    }

    [Fact]
    public void Handler_OfTheSender_FollowsNobodyAndTellsNobody()
    {
        var options = new WebhookOptions();
        using var handler = WebhookClient.Handler(new WebhookConnector(new ScriptedWebhookNetwork(), options.ConnectTimeout, TimeProvider.System), options, trust: null);

        Assert.False(handler.AllowAutoRedirect);
        Assert.False(handler.UseCookies);
        Assert.False(handler.UseProxy);
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Null(handler.ActivityHeadersPropagator);
        Assert.Null(handler.Credentials);
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, handler.SslOptions.EnabledSslProtocols);
        Assert.True(handler.SslOptions.CertificateChainPolicy!.DisableCertificateDownloads);
        Assert.Equal(X509ChainTrustMode.System, handler.SslOptions.CertificateChainPolicy.TrustMode);
        Assert.Null(handler.SslOptions.RemoteCertificateValidationCallback);
    }

    private static async Task<WebhookOutcome> SendAsync(X509Certificate2 shown, X509Certificate2? trusted)
    {
        await using var receiver = await WebhookReceiver.StartAsync(_ => Task.CompletedTask, shown);
        using var sender = WebhookReceiver.Sender(new ScriptedWebhookNetwork(receiver.Port), trusted: trusted);
        return await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);
    }

    /// <summary>Sends to a server that shows exactly what it is told to, which Kestrel does not.</summary>
    private static async Task<WebhookOutcome> SendToAsync(SslStreamCertificateContext shown, X509Certificate2 trusted)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var serving = ServeAsync(server, shown);
        using var sender = WebhookReceiver.Sender(new ScriptedWebhookNetwork(((IPEndPoint)server.LocalEndpoint).Port), trusted: trusted);
        var outcome = await sender.SendAsync(WebhookReceiver.Url, WebhookReceiver.Message, WebhookReceiver.Keys, TestContext.Current.CancellationToken);
        sender.Dispose();
        await serving;
        return outcome;
    }

    private static async Task ServeAsync(TcpListener server, SslStreamCertificateContext certificate)
    {
        using var socket = await server.AcceptTcpClientAsync();
        await using var stream = new SslStream(socket.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = certificate });
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception error) when (error is IOException or AuthenticationException)
        {
            // The client does not like the certificate.
        }
    }

    private static X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority, params X509Extension[] extensions)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("hooks.example.com");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        Array.ForEach(extensions, request.CertificateExtensions.Add);
        using var certificate = issuer is null
            ? request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(1))
            : request.Create(issuer, Now.AddHours(-1), Now.AddHours(1), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}
