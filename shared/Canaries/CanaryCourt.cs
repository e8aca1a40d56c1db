using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Canaries;

/// <summary>The made-up court that files an entry every five minutes, so that there is always one on its way from a court to a mailbox.</summary>
/// <remarks>It stands in no list of courts: nobody can follow it but the canary's own subscriber, and no page tells of it.</remarks>
public static class CanaryCourt
{
    /// <summary>The time between two entries; they are filed at whole multiples of it, UTC.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    /// <summary>Its id.</summary>
    public static readonly CourtId Id = CourtId.Parse("canary");

    /// <summary>Where its feed would be; the name is one that never leads anywhere (RFC 2606).</summary>
    public static readonly Uri Feed = new("https://canary.invalid/cgi-bin/rss_outside.pl");

    /// <summary>The court as mails name it.</summary>
    public static readonly Court Court = new(Id, "The canary of Tipstaff", CourtKind.District, CourtTime.Eastern, Feed, Outages: [], Aliases: []);

    /// <summary>When the last entry before this moment, or at it, was filed, UTC.</summary>
    public static DateTimeOffset LastFiledAt(DateTimeOffset now) => new(now.UtcTicks - (now.UtcTicks % Every.Ticks), TimeSpan.Zero);

    /// <summary>When entries were filed after one moment and up to another, UTC, the oldest first.</summary>
    public static IEnumerable<DateTimeOffset> FiledBetween(DateTimeOffset after, DateTimeOffset until)
    {
        for (var at = LastFiledAt(after) + Every; at <= until; at += Every)
        {
            yield return at;
        }
    }

    /// <summary>The docket of a day: a short one, as the numbers of a docket are read with each new entry.</summary>
    public static DocketNumber DocketOf(DateTimeOffset filedAt) =>
        DocketNumber.Parse(string.Create(CultureInfo.InvariantCulture, $"1:{filedAt.UtcDateTime:yy}-cv-{filedAt.UtcDateTime:0MMdd}"));
}
