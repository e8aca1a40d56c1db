using System.Security.Cryptography;
using System.Text;

namespace Tipstaff;

/// <summary>
/// The one secret of an installation, from which every key is derived. It stays with the data that it protects, and stays the same:
/// subscribers are known by ids made with it. The keys of links alone can be rotated (<see cref="Links.LinkKey"/>).
/// </summary>
/// <param name="master">32 random bytes.</param>
/// <exception cref="ArgumentException">Fewer than 32 bytes: a fault of the installation.</exception>
public sealed class InstallationSecret(byte[] master)
{
    private readonly byte[] _master = master.Length >= 32
        ? master
        : throw new ArgumentException("The installation's secret has fewer than 32 bytes; restore it from the backup of the data.", nameof(master));

    /// <summary>The key for one purpose; keys of different purposes tell nothing of each other.</summary>
    public byte[] Derive(string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _master, outputLength: 32, info: Encoding.UTF8.GetBytes(purpose));
}
