using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Ports;

/// <summary>The body of a court's answer on its way: at once or in pieces, to its end or until the connection breaks.</summary>
/// <param name="body">What comes.</param>
/// <param name="breaksOff">Whether the connection breaks then.</param>
/// <param name="slowly">How long all of it takes; it comes in a few pieces.</param>
/// <param name="process">Whose connection it is.</param>
internal sealed class CourtBody(ReadOnlyMemory<byte> body, bool breaksOff, TimeSpan slowly, ServiceProcess process) : Stream
{
    private const int Pieces = 4;

    private int _sent;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var piece = body[_sent..];
        if (slowly > TimeSpan.Zero && piece.Length > 0)
        {
            await process.WaitAsync(slowly / Pieces, cancellationToken);
            piece = piece[..Math.Min(piece.Length, (body.Length / Pieces) + 1)];
        }

        piece = piece[..Math.Min(piece.Length, buffer.Length)];
        if (piece.IsEmpty && breaksOff)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, "The connection was closed before all of the body had come.");
        }

        piece.CopyTo(buffer);
        _sent += piece.Length;
        return piece.Length;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The days wait for nobody.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
