using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Tipstaff.Links;

namespace Tipstaff.Local.Storage;

/// <summary>The link keys of one installation after its first, a line each: from when it signs, and its secret in base64.</summary>
/// <remarks>Lines are only ever added, whole: what a crash leaves of one has no end, is not read, and the next rotation writes over it: all lines are as long.</remarks>
internal sealed class LinkKeyFile(string path)
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int MaxBytes = 1 << 20;

    /// <summary>All keys of the file; none where there is no file.</summary>
    /// <exception cref="StorageException">A line cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public IReadOnlyList<KeptLinkKey> Read()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        using var file = DataFolder.OpenAlone(path);
        return Keys(file, out _);
    }

    /// <summary>Adds a new key, unless one that was added before has yet to sign: of two rotations at a time one counts.</summary>
    /// <returns>The key that will sign, and whether this call added it.</returns>
    /// <exception cref="StorageException">A line cannot be read.</exception>
    public (DateTimeOffset SignsFrom, bool IsNew) Rotate(DateTimeOffset now)
    {
        using var file = DataFolder.OpenAlone(path);
        if (Keys(file, out var end).Select(key => key.SignsFrom).Where(from => from > now).ToList() is [.., var waiting])
        {
            return (waiting, false);
        }

        // Up to the next second, as the file has whole ones.
        var signsFrom = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero) + LinkKeyRing.KnownBefore + TimeSpan.FromSeconds(1);
        var line = $"{signsFrom.ToString(Format, CultureInfo.InvariantCulture)} {Convert.ToBase64String(RandomNumberGenerator.GetBytes(LinkKey.LeastSecretBytes))}\n";
        file.Position = end;
        file.Write(Encoding.ASCII.GetBytes(line));
        file.Flush(flushToDisk: true);
        return (signsFrom, true);
    }

    private List<KeptLinkKey> Keys(FileStream file, out long end)
    {
        var bytes = new byte[Math.Min(file.Length, MaxBytes)];
        file.ReadExactly(bytes);
        end = bytes.AsSpan().LastIndexOf((byte)'\n') + 1;
        return [.. Encoding.ASCII.GetString(bytes, 0, (int)end).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Key)];
    }

    // 2026-03-01T00:00:00Z AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=
    private KeptLinkKey Key(string line, int index)
    {
        var secret = new byte[line.Length];
        return line.Split(' ') is [var from, var base64]
            && DateTimeOffset.TryParseExact(from, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signsFrom)
            && Convert.TryFromBase64String(base64, secret, out var length) && length >= LinkKey.LeastSecretBytes
                ? new(signsFrom, secret[..length])
                : throw new StorageException($"Line {index + 1} of the link keys {path} cannot be read: restore the file from a backup, as the links in mails already sent depend on it.");
    }
}

/// <summary>A link key as it is kept.</summary>
/// <param name="SignsFrom">From when it signs, UTC.</param>
/// <param name="Secret">Its secret.</param>
internal sealed record KeptLinkKey(DateTimeOffset SignsFrom, byte[] Secret);
