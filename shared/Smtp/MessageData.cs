using System.Buffers;

namespace Tipstaff.Smtp;

/// <summary>A mail as DATA takes it: a dot that begins a line doubled, a lone dot behind it (RFC 5321, 4.5.2).</summary>
internal static class MessageData
{
    /// <summary>Writes a message whose line ends are all CRLF.</summary>
    public static void Write(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        output.Write(message is [(byte)'.', ..] ? "."u8 : []);
        var rest = message;
        for (int dot; (dot = rest.IndexOf("\r\n."u8)) >= 0; rest = rest[(dot + 3)..])
        {
            output.Write(rest[..(dot + 3)]);
            output.Write("."u8);
        }

        output.Write(rest);
        output.Write(message.EndsWith("\r\n"u8) ? ".\r\n"u8 : "\r\n.\r\n"u8);
    }
}
