using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Tipstaff.Smtp;

/// <summary>
/// Lines to and from one server. Everything that can go wrong on the way ends in a <see cref="SmtpLostException"/>, after which
/// the wire is only good for disposal.
/// </summary>
internal sealed class SmtpWire : IAsyncDisposable
{
    // RFC 5321 allows 512 bytes a line; servers exceed it, within reason.
    private const int LongestLine = 2048;
    private const int MostLines = 100;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _deadline;
    private readonly byte[] _input = new byte[2 * LongestLine];
    private Stream _stream;
    private int _start;
    private int _end;

    private SmtpWire(Socket socket, CancellationTokenSource deadline)
    {
        (_socket, _deadline) = (socket, deadline);
        _stream = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What the next <see cref="FlushAsync"/> writes.</summary>
    public SendBuffer Output { get; } = new();

    public bool IsEncrypted => _stream is SslStream;

    public bool IsToThisMachine => _socket.RemoteEndPoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address);

    /// <summary>Whether something was received that no command of ours has asked for.</summary>
    public bool HasUnread => _end > _start;

    /// <summary>Whether the server has spoken or hung up while nobody asked it anything.</summary>
    public bool IsStale
    {
        get
        {
            try
            {
                return HasUnread || _socket.Poll(0, SelectMode.SelectRead);
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    /// <exception cref="SmtpLostException">Nobody is there.</exception>
    public static async Task<SmtpWire> ConnectAsync(SmtpOptions options, TimeProvider time, CancellationToken stopping)
    {
        var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
        await using var abortion = stopping.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, deadline.Token);
            return new SmtpWire(socket, deadline);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            socket.Dispose();
            deadline.Dispose();
            throw new SmtpLostException(e is SocketException ? $"cannot be reached: {e.Message}" : $"did not connect within {Seconds(options.ConnectTimeout)}");
        }
    }

    /// <summary>Abandons whatever is under way; from any thread.</summary>
    public void Abort() => _deadline.Cancel();

    /// <summary>Encrypts all that follows.</summary>
    public Task EncryptAsync(SslClientAuthenticationOptions tls, TimeSpan limit) => GuardAsync(
        () =>
        {
            var encrypted = new SslStream(_stream);
            _stream = encrypted;
            return encrypted.AuthenticateAsClientAsync(tls, _deadline.Token);
        },
        limit);

    /// <summary>Writes what <see cref="Output"/> holds.</summary>
    public async ValueTask FlushAsync(TimeSpan limit)
    {
        await GuardAsync(() => _stream.WriteAsync(Output.Memory, _deadline.Token).AsTask(), limit);
        Output.Clear();
    }

    /// <summary>The next answer, all its lines.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="isRunning">Whether that time runs since the last <see cref="FlushAsync"/> began.</param>
    public async ValueTask<SmtpReply> ReadReplyAsync(TimeSpan limit, bool isRunning = false)
    {
        if (!isRunning)
        {
            _deadline.CancelAfter(limit);
        }

        StringBuilder? earlier = null;
        for (var (count, code) = (1, 0); ; count++)
        {
            var (lineCode, text, isLast) = await ReadLineAsync(limit);
            if (count > MostLines || (code != 0 && code != lineCode))
            {
                throw new SmtpLostException(count > MostLines ? $"answers with more than {MostLines} lines" : "mixes two codes in one answer");
            }

            if (isLast)
            {
                return new SmtpReply(lineCode, earlier is null ? text : earlier.Append(text).ToString());
            }

            code = lineCode;
            (earlier ??= new StringBuilder()).Append(text).Append('\n');
        }
    }

    /// <summary>Lifts the limit of the last exchange while nothing is asked.</summary>
    public void Rest() => _deadline.CancelAfter(Timeout.InfiniteTimeSpan);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _stream.DisposeAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // What was to be written at the end no longer matters to anybody.
        }

        _socket.Dispose();
        _deadline.Dispose();
    }

    private async ValueTask<(int Code, string Text, bool IsLast)> ReadLineAsync(TimeSpan limit)
    {
        int length;
        while ((length = _input.AsSpan(_start, _end - _start).IndexOf((byte)'\n')) < 0)
        {
            if (_end - _start >= LongestLine)
            {
                throw new SmtpLostException($"answers with a line of more than {LongestLine} bytes");
            }

            await FillAsync(limit);
        }

        var line = _input.AsSpan(_start, length).TrimEnd((byte)'\r');
        _start += length + 1;
        if (line.Length > LongestLine || line.Length < 3 || line[0] is < (byte)'2' or > (byte)'5' || !char.IsAsciiDigit((char)line[1])
            || !char.IsAsciiDigit((char)line[2]) || (line.Length > 3 && line[3] is not ((byte)' ' or (byte)'-')))
        {
            throw new SmtpLostException("does not speak SMTP: it answers with something that has no code");
        }

        var code = int.Parse(line[..3], NumberStyles.None, CultureInfo.InvariantCulture);
        return (code, line.Length > 4 ? Encoding.UTF8.GetString(line[4..]) : "", line.Length == 3 || line[3] == (byte)' ');
    }

    private async ValueTask FillAsync(TimeSpan limit)
    {
        if (_start > 0)
        {
            _input.AsSpan(_start, _end - _start).CopyTo(_input);
            (_start, _end) = (0, _end - _start);
        }

        int received;
        try
        {
            received = await _stream.ReadAsync(_input.AsMemory(_end), _deadline.Token);
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw Lost(e, limit);
        }

        _end += received > 0 ? received : throw new SmtpLostException("hung up");
    }

    private async Task GuardAsync(Func<Task> step, TimeSpan limit)
    {
        try
        {
            _deadline.CancelAfter(limit);
            await step();
        }
        catch (Exception e) when (IsLoss(e))
        {
            throw Lost(e, limit);
        }
    }

    private static bool IsLoss(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException;

    private static SmtpLostException Lost(Exception e, TimeSpan limit) => new(e switch
    {
        OperationCanceledException => $"did not answer within {Seconds(limit)}",
        AuthenticationException => $"offers no TLS that can be trusted: {e.Message} Install its issuer's certificate or correct Smtp:Host",
        _ => $"broke the connection: {e.Message}",
    });

    private static string Seconds(TimeSpan limit) => string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0.###} s");
}
