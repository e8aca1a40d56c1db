using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Tipstaff.Tests.Support;

/// <summary>
/// A server on a free loopback port that does what a test says, one script a connection; the last script serves all further
/// ones. A script that fails fails the test when the server is disposed.
/// </summary>
internal sealed class ScriptedSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly Func<ScriptedSmtpSession, Task>[] _scripts;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private readonly List<Task> _sessions = [];

    public ScriptedSmtpServer(params Func<ScriptedSmtpSession, Task>[] scripts)
        : this(IPAddress.Loopback, scripts)
    {
    }

    /// <param name="address">An address of this machine, for what depends on its not being loopback.</param>
    /// <param name="scripts">What to do.</param>
    public ScriptedSmtpServer(IPAddress address, params Func<ScriptedSmtpSession, Task>[] scripts)
    {
        _scripts = scripts;
        _listener = new TcpListener(address, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_sessions);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                var script = _scripts[Math.Min(Connections++, _scripts.Length - 1)];
                _sessions.Add(ServeAsync(client, script));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client, Func<ScriptedSmtpSession, Task> script)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await script(new ScriptedSmtpSession(client, _stopping.Token));
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client left before the script was through, which its own test asserts on if it matters.
            }
        }
    }
}

/// <summary>One connection, from the server's side.</summary>
internal sealed class ScriptedSmtpSession(TcpClient client, CancellationToken stopping)
{
    private readonly byte[] _buffer = new byte[256 * 1024];
    private Stream _stream = client.GetStream();
    private int _start;
    private int _end;

    /// <summary>Writes the lines in one packet, CRLF behind each.</summary>
    public Task SayAsync(params string[] lines) => SayRawAsync(string.Concat(lines.Select(line => line + "\r\n")));

    public async Task SayRawAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), stopping);

    /// <summary>Greets and answers EHLO with these extensions.</summary>
    public async Task GreetAsync(params string[] extensions)
    {
        await SayAsync("220 scripted");
        await ShakeHandsAsync(extensions);
    }

    /// <summary>Answers EHLO with these extensions.</summary>
    public async Task ShakeHandsAsync(params string[] extensions)
    {
        await ExpectAsync("EHLO ");
        string[] lines = ["scripted", .. extensions];
        await SayAsync([.. lines.Select((line, i) => $"250{(i + 1 < lines.Length ? '-' : ' ')}{line}")]);
    }

    /// <summary>Reads a line and insists on its beginning.</summary>
    public async Task<string> ExpectAsync(string prefix)
    {
        var line = await ReadLineAsync();
        Assert.StartsWith(prefix, line, StringComparison.Ordinal);
        return line;
    }

    public async Task<string> ReadLineAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            await FillAsync();
        }

        var line = Encoding.UTF8.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    /// <summary>Reads whatever one packet brings; it must not have arrived in part before.</summary>
    public async Task<string> ReadBatchAsync()
    {
        if (_start == _end)
        {
            await FillAsync();
        }

        var batch = Encoding.UTF8.GetString(_buffer, _start, _end - _start);
        _start = _end;
        return batch;
    }

    /// <summary>Reads a mail up to its lone dot, as it came, without that dot.</summary>
    public async Task<string> ReadDataAsync()
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n.\r\n"u8)) < 0)
        {
            await FillAsync();
        }

        var data = Encoding.UTF8.GetString(_buffer, _start, length + 2);
        _start += length + 5;
        return data;
    }

    /// <summary>Takes one mail, each command by itself, the rest of the session being as it is.</summary>
    public async Task<string> TakeMailAsync()
    {
        await ExpectAsync("MAIL FROM:");
        await SayAsync("250 2.1.0 Ok");
        await ExpectAsync("RCPT TO:");
        await SayAsync("250 2.1.5 Ok");
        await ExpectAsync("DATA");
        await SayAsync("354 go on");
        var data = await ReadDataAsync();
        await SayAsync("250 2.0.0 Ok: queued");
        return data;
    }

    /// <summary>Says nothing more until the client leaves.</summary>
    public async Task StallAsync()
    {
        while (await _stream.ReadAsync(_buffer, stopping) > 0)
        {
        }
    }

    public async Task EncryptAsync(X509Certificate2 certificate)
    {
        var encrypted = new SslStream(_stream);
        _stream = encrypted;
        try
        {
            await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stopping);
        }
        catch (System.Security.Authentication.AuthenticationException e)
        {
            throw new IOException("The client did not accept the certificate.", e);
        }
    }

    /// <summary>Breaks the connection the hard way.</summary>
    public void Reset()
    {
        client.Client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
    }

    private async Task FillAsync()
    {
        if (_start == _end)
        {
            (_start, _end) = (0, 0);
        }

        var received = await _stream.ReadAsync(_buffer.AsMemory(_end), stopping);
        _end += received > 0 ? received : throw new IOException("The client hung up.");
    }
}
