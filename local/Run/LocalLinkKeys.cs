using Microsoft.Extensions.Logging;
using Tipstaff.Links;
using Tipstaff.Local.Storage;

namespace Tipstaff.Local.Run;

/// <summary>The link keys of the settings and of the data folder, where <c>tipstaff rotate-links</c> adds them while the service runs.</summary>
internal sealed class LocalLinkKeys : ILinkKeys
{
    /// <summary>How long the file is believed: a small part of the time for which a new key is known before it signs.</summary>
    public static readonly TimeSpan Look = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly InstallationSecret _installation;
    private readonly LinkKeysOfSettings _settings;
    private readonly LinkKeyFile _file;
    private readonly TimeProvider _time;
    private readonly ILogger<LocalLinkKeys> _logger;
    private LinkKeyRing _ring;
    private DateTimeOffset _readAt;

    /// <exception cref="StorageException">The file cannot be read.</exception>
    public LocalLinkKeys(InstallationSecret installation, LinkKeysOfSettings settings, LinkKeyFile file, TimeProvider time, ILogger<LocalLinkKeys> logger)
    {
        (_installation, _settings, _file, _time, _logger) = (installation, settings, file, time, logger);
        (_ring, _readAt) = (Read(), time.GetUtcNow());
    }

    /// <inheritdoc/>
    public LinkKeyRing Ring
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                if (now - _readAt >= Look)
                {
                    _readAt = now;
                    TryRead();
                }

                return _ring;
            }
        }
    }

    // The keys that are known go on to be good; a new one signs minutes from now.
    private void TryRead()
    {
        try
        {
            _ring = Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or StorageException)
        {
            _logger.LinkKeysUnreadable(error);
        }
    }

    private LinkKeyRing Read() =>
        _settings.Ring.With(_file.Read().Select(key => LinkKey.Of(_installation, key.Secret, key.SignsFrom)));
}
