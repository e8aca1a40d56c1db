using Tipstaff.Courts;
using Tipstaff.Local.Smtp;

namespace Tipstaff.Local.Run;

/// <summary>What <c>tipstaff run</c> was asked to do.</summary>
internal sealed record RunSettings
{
    /// <summary>Where everything is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Where the API and the pages listen.</summary>
    public string Urls { get; init; } = DefaultUrls;

    /// <summary>The address under which readers of the mails reach this machine; null: the first of <see cref="Urls"/>.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The shortest time between two checks of a court.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Feeds in place of the courts' own.</summary>
    public IReadOnlyDictionary<CourtId, Uri> Feeds { get; init; } = new Dictionary<CourtId, Uri>();

    /// <summary>Courts to watch; empty: every court with a subscription.</summary>
    public IReadOnlyList<CourtId> Courts { get; init; } = [];

    /// <summary>The SMTP server; null: the outbox folder.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Something that the first page says first; null for nothing.</summary>
    public string? Notice { get; init; }

    public const string DefaultUrls = "http://127.0.0.1:5210";

    /// <summary>Where a person on this machine opens the pages.</summary>
    public Uri FirstUrl => Uri.TryCreate(Urls.Split(';')[0], UriKind.Absolute, out var url) ? url : new Uri(DefaultUrls);
}
