using Microsoft.Extensions.Options;

namespace Tipstaff.Links;

/// <summary>Where the public finds this installation, and how long the links of its mails are good.</summary>
public sealed class LinkOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Links";

    /// <summary>The address under which readers of our mails reach this installation: absolute, http or https, a path allowed. Required.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>How long a link to confirm is good. Default 3 days, at least 10 minutes.</summary>
    public TimeSpan ConfirmLifetime { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long a link to unsubscribe is good. Default 400 days: mail is kept, and an old one must still end the flow. At least 60 days.</summary>
    public TimeSpan UnsubscribeLifetime { get; set; } = TimeSpan.FromDays(400);

    /// <summary>How long a link to manage subscriptions is good. Default 30 days, at least 1 hour.</summary>
    public TimeSpan ManageLifetime { get; set; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Keys that took the first one's place, by a name that operators choose. Empty before the first rotation; what an older key signed
    /// is good for <see cref="LinkKeyRing.OldLinksGoodFor"/> more.
    /// </summary>
    public Dictionary<string, LinkKeyOptions> Keys { get; } = new(StringComparer.Ordinal);
}

/// <summary>Checks <see cref="LinkOptions"/> at start, one sentence a fault.</summary>
public sealed class LinkOptionsValidator : IValidateOptions<LinkOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3660);

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, LinkOptions options)
    {
        var faults = new ValidateOptionsResultBuilder();
        if (options.PublicUrl is not { IsAbsoluteUri: true, Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" })
        {
            faults.AddError($"'{options.PublicUrl}' is no public address: give Links:PublicUrl as https://host or https://host/path.");
        }

        CheckLifetime(nameof(LinkOptions.ConfirmLifetime), options.ConfirmLifetime, TimeSpan.FromMinutes(10));
        CheckLifetime(nameof(LinkOptions.UnsubscribeLifetime), options.UnsubscribeLifetime, TimeSpan.FromDays(60));
        CheckLifetime(nameof(LinkOptions.ManageLifetime), options.ManageLifetime, TimeSpan.FromHours(1));
        LinkKeyOptions.Check(options.Keys, faults);
        return faults.Build();

        void CheckLifetime(string option, TimeSpan value, TimeSpan least)
        {
            if (value < least || value > Longest)
            {
                faults.AddError($"Links:{option} is {value}: give a time from {least} to {Longest}.");
            }
        }
    }
}
