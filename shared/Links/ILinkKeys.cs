using Microsoft.Extensions.Options;

namespace Tipstaff.Links;

/// <summary>Where the keys of links are kept. Asked at each link: an adapter that reads them from elsewhere remembers them.</summary>
public interface ILinkKeys
{
    /// <summary>All keys that this process knows by now.</summary>
    LinkKeyRing Ring { get; }
}

/// <summary>The keys that are in the settings, read at start: changing a setting starts an app anew.</summary>
public sealed class LinkKeysOfSettings(InstallationSecret installation, IOptions<LinkOptions> options) : ILinkKeys
{
    private readonly Lazy<LinkKeyRing> _ring = new(() => new(
        LinkKey.First(installation), options.Value.Keys.Values.Select(key => LinkKey.Of(installation, key.ReadSecret(), key.ReadSignsFrom()!.Value))));

    /// <inheritdoc/>
    public LinkKeyRing Ring => _ring.Value;
}
