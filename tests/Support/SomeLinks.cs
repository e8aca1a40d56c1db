using Tipstaff.Links;

namespace Tipstaff.Tests.Support;

/// <summary>Tokens of links whose keys a test names.</summary>
internal static class SomeLinks
{
    public static readonly InstallationSecret Installation = new(Some.Key);

    /// <summary>Tokens of an installation whose first key was followed by these.</summary>
    public static LinkTokens Tokens(params LinkKey[] further) => new(new Fixed(new LinkKeyRing(LinkKey.First(Installation), further)));

    public static LinkTokens TokensOf(InstallationSecret installation) => new(new Fixed(new LinkKeyRing(LinkKey.First(installation))));

    /// <summary>A key whose secret goes by its number.</summary>
    public static LinkKey Key(byte number, DateTimeOffset signsFrom) => LinkKey.Of(Installation, [.. Some.Key.Select(one => (byte)(one + number))], signsFrom);

    private sealed class Fixed(LinkKeyRing ring) : ILinkKeys
    {
        public LinkKeyRing Ring => ring;
    }
}
