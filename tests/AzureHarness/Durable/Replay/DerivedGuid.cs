using System.Security.Cryptography;
using System.Text;

namespace Tipstaff.AzureHarness;

/// <summary>A GUID that the same text gives each time.</summary>
internal static class DerivedGuid
{
    public static Guid Of(string text)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(text))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x50);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
