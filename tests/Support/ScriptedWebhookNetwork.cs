using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Support;

/// <summary>A made-up internet: names have the addresses that a test gives them, and whatever address is dialled, a loopback port answers.</summary>
/// <param name="port">That port; null for an internet where nobody takes a connection.</param>
internal sealed class ScriptedWebhookNetwork(int? port = null) : IWebhookNetwork
{
    /// <summary>An address of the public internet, which nobody is asked at.</summary>
    public const string Public = "93.184.216.34";

    private readonly ConcurrentQueue<IReadOnlyList<IPAddress>> _answers = [];
    private IReadOnlyList<IPAddress> _last = [IPAddress.Parse(Public)];
    private long _bytesRead;

    /// <summary>Names that were asked for, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Where connections were opened to, in order.</summary>
    public ConcurrentQueue<IPEndPoint> Dialled { get; } = [];

    /// <summary>How many bytes were read from all connections.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>What opening a connection does in place of dialling; null to dial.</summary>
    public Func<IPEndPoint, CancellationToken, Task<Stream>>? OnDial { get; set; }

    /// <summary>What asking for a name does before it is answered; null for nothing.</summary>
    public Func<CancellationToken, Task>? OnAsk { get; set; }

    /// <summary>The next answer to any name; the last one stays.</summary>
    public ScriptedWebhookNetwork Answers(params string[] addresses)
    {
        _answers.Enqueue([.. addresses.Select(IPAddress.Parse)]);
        return this;
    }

    public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string name, CancellationToken cancellationToken)
    {
        Asked.Enqueue(name);
        await (OnAsk?.Invoke(cancellationToken) ?? Task.CompletedTask);
        return _answers.TryDequeue(out var answer) ? _last = answer : _last;
    }

    public async ValueTask<Stream> ConnectAsync(IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        Dialled.Enqueue(endpoint);
        if (OnDial is not null)
        {
            return await OnDial(endpoint, cancellationToken);
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port ?? throw new SocketException((int)SocketError.ConnectionRefused), cancellationToken);
        return new CountedStream(socket, read => Interlocked.Add(ref _bytesRead, read));
    }

    private sealed class CountedStream(Socket socket, Action<int> count) : NetworkStream(socket, ownsSocket: true)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await base.ReadAsync(buffer, cancellationToken);
            count(read);
            return read;
        }
    }
}
