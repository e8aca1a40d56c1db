using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;
using Tipstaff.Smtp;

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

    /// <summary>The shortest time between two checks of a court; null: as <c>Checks:Every</c> says.</summary>
    public TimeSpan? CheckEvery { get; init; }

    /// <summary>Whether courts are checked at exactly that interval; false: as <c>Checks:Steady</c> says.</summary>
    public bool Steady { get; init; }

    /// <summary>Feeds in place of the courts' own, checked steadily.</summary>
    public IReadOnlyDictionary<CourtId, Uri> Feeds { get; init; } = new Dictionary<CourtId, Uri>();

    /// <summary>Courts to watch; empty: every court with a subscription.</summary>
    public IReadOnlyList<CourtId> Courts { get; init; } = [];

    /// <summary>The SMTP server; null: the outbox folder.</summary>
    public SmtpOptions? Smtp { get; init; }

    /// <summary>Whether the log is JSON, an object a line; false: as <c>Logging:Json</c> says.</summary>
    public bool LogJson { get; init; }

    /// <summary>Something that the first page says first; null for nothing.</summary>
    public string? Notice { get; init; }

    public const string DefaultUrls = "http://127.0.0.1:5210";

    /// <summary>The addresses of <see cref="Urls"/>, one by one.</summary>
    public IReadOnlyList<string> EachUrl => Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where a person on this machine opens the pages; port 0 where that is known after the start only.</summary>
    public Uri FirstUrl
    {
        get
        {
            // http://*:5210  -->  http://localhost:5210/
            var address = BindingAddress.Parse(EachUrl[0]);
            return new UriBuilder(address.Scheme, address.Host is "*" or "+" or "0.0.0.0" or "[::]" ? "localhost" : address.Host, address.Port).Uri;
        }
    }
}
