using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Tipstaff.Tests.Support;

/// <summary>A mail as the server got it.</summary>
/// <param name="From">The envelope's sender.</param>
/// <param name="To">The envelope's recipient.</param>
/// <param name="Data">The mail, dots undone.</param>
internal sealed record ReceivedMail(string From, string To, string Data)
{
    /// <summary>How the client named itself.</summary>
    public string Client { get; init; } = "";

    /// <summary>Whether the client was told that the mail arrived.</summary>
    public bool IsAnswered { get; init; } = true;

    /// <summary>The first header of that name, unfolded, not decoded; null where there is none.</summary>
    public string? Header(string name) =>
        Data[..Data.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Replace("\r\n ", " ", StringComparison.Ordinal).Split("\r\n")
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>
/// A mail server on a free loopback port that takes everything and remembers it, with PIPELINING and SMTPUTF8. It can be slow, and
/// can break connections.
/// </summary>
internal sealed class LoopbackSmtpServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly ConcurrentQueue<ReceivedMail> _mails = new();
    private readonly ConcurrentDictionary<Task, bool> _sessions = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _accepting;
    private int _connections;

    /// <param name="port">A port to come back on; 0 for a free one.</param>
    public LoopbackSmtpServer(int port = 0)
    {
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What has been accepted so far, in order.</summary>
    public IReadOnlyCollection<ReceivedMail> Mails => _mails;

    /// <summary>How many connections were made.</summary>
    public int Connections => _connections;

    /// <summary>How long it thinks before it accepts a mail.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Each connection breaks instead of the answer to this many-th mail and keeps nothing of that mail; 0 for never.</summary>
    public int DropAtMail { get; set; }

    /// <summary>What else goes wrong; null, the default, for nothing.</summary>
    public SmtpFaults? Faults { get; init; }

    /// <summary>What it answers to RCPT for an address; null (and by default) for yes.</summary>
    public Func<string, string?> Refuse { get; set; } = _ => null;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_sessions.Keys);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _sessions.TryAdd(ServeAsync(client), true);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await using var stream = client.GetStream();
                using var reader = new StreamReader(stream, new UTF8Encoding(false), false, 64 * 1024);
                await using var writer = new StreamWriter(stream, new UTF8Encoding(false)) { NewLine = "\r\n" };
                await ConverseAsync(reader, writer);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task ConverseAsync(StreamReader reader, StreamWriter writer)
    {
        var (client, from, to, count, fault) = ("", "", "", 0, SmtpFault.None);
        await writer.WriteLineAsync("220 loopback");
        await writer.FlushAsync(_stopping.Token);
        while (await reader.ReadLineAsync(_stopping.Token) is { } line)
        {
            var reply = "250 2.0.0 Ok";
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO":
                    client = line[5..];
                    reply = "250-loopback\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SIZE 10485760\r\n250 SMTPUTF8";
                    break;
                case "MAIL":
                    from = Address(line);
                    fault = Faults?.Next() ?? SmtpFault.None;
                    break;
                case "RCPT":
                    reply = fault is SmtpFault.RefuseRecipient ? "451 4.7.1 come back later" : Refuse(Address(line)) ?? reply;
                    to = reply.StartsWith('2') ? Address(line) : "";
                    break;
                case "DATA" when to is "":
                    reply = "503 5.5.1 nobody to send to";
                    break;
                case "DATA" when fault is SmtpFault.DropBeforeData:
                    return;
                case "DATA":
                    await StallIfAsync(fault is SmtpFault.StallBeforeData);
                    await writer.WriteLineAsync("354 go on");
                    await writer.FlushAsync(_stopping.Token);
                    var data = await ReadDataAsync(reader);
                    await Task.Delay(Delay, TimeProvider.System, _stopping.Token);
                    await StallIfAsync(fault is SmtpFault.StallBeforeReply);
                    if (++count == DropAtMail || fault is SmtpFault.DropMail)
                    {
                        return;
                    }

                    if (fault is SmtpFault.RefuseMail)
                    {
                        reply = "452 4.3.1 no room for now";
                        break;
                    }

                    _mails.Enqueue(new ReceivedMail(from, to, data) { Client = client, IsAnswered = fault is not SmtpFault.DropReply });
                    if (fault is SmtpFault.DropReply)
                    {
                        return;
                    }

                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 bye");
                    await writer.FlushAsync(_stopping.Token);
                    return;
            }

            await writer.WriteLineAsync(reply);
            await writer.FlushAsync(_stopping.Token);
        }
    }

    private Task StallIfAsync(bool stall) => stall ? Task.Delay(Faults!.StallFor, TimeProvider.System, _stopping.Token) : Task.CompletedTask;

    private async Task<string> ReadDataAsync(StreamReader reader)
    {
        var data = new StringBuilder();
        while (await reader.ReadLineAsync(_stopping.Token) is var line and not ".")
        {
            data.Append(line?.StartsWith('.') ?? throw new IOException("The client left in the middle.") ? line[1..] : line).Append("\r\n");
        }

        return data.ToString();
    }

    private static string Address(string line) => line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)];
}
