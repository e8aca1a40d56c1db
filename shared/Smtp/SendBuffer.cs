using System.Buffers;

namespace Tipstaff.Smtp;

/// <summary>Bytes gathered for one write; its array is used again for the next.</summary>
internal sealed class SendBuffer : IBufferWriter<byte>
{
    private const int UsualSize = 32 * 1024;
    private const int LargestKept = 1024 * 1024;

    private byte[] _bytes = new byte[UsualSize];
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, _length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > LargestKept)
        {
            _bytes = new byte[UsualSize];
        }
    }

    private void Reserve(int sizeHint)
    {
        var needed = checked(_length + Math.Max(1, sizeHint));
        if (needed > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(needed, 2L * _bytes.Length)));
        }
    }
}
