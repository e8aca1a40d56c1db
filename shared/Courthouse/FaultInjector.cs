using System.Text;
using Tipstaff.Courts;

namespace Tipstaff.Courthouse;

/// <summary>Chooses what is wrong with an answer, from the seed and the number of the request.</summary>
internal sealed class FaultInjector(CourthouseOptions options, IReadOnlyList<CourtId> courts)
{
    private static readonly CourthouseFault[] Garbled =
    [
        CourthouseFault.MaintenancePage, CourthouseFault.MaintenancePage, CourthouseFault.EmptyBody, CourthouseFault.Truncated,
        CourthouseFault.Truncated, CourthouseFault.Broken, CourthouseFault.Rubbish, CourthouseFault.NoItems,
    ];

    private readonly HashSet<CourtId> _troubled = [.. courts.Take(options.TroubledCourts)];

    public IReadOnlyCollection<CourtId> Troubled => _troubled;

    /// <summary>Whether the court fails now, on schedule: at the end of each period, so that there is a baseline first.</summary>
    public bool IsTroubled(CourtId court, TimeSpan sinceStart) =>
        _troubled.Contains(court)
        && sinceStart.Ticks % options.TroubleEvery.Ticks >= (options.TroubleEvery - options.TroubleFor).Ticks;

    /// <summary>The answer to a request, from the right one.</summary>
    public CourthouseAnswer Spoil(CourthouseAnswer right, CourtHabits habits, long request, Func<DateTimeOffset, byte[]> emptyFeed, DateTimeOffset builtAt)
    {
        if (options is { Down: 0, Slow: 0, Garble: 0 })
        {
            return right;
        }

        var random = SeededRandom.Nth(options.Seed, habits.Court.Id.Value, "answer", request);
        var fate = random.Fraction();
        return fate < options.Down ? Refuse(random)
            : fate < options.Down + options.Slow ? right with { Fault = CourthouseFault.Slow, Delay = options.SlowUpTo * random.Fraction() }
            : fate < options.Down + options.Slow + options.Garble && right.Status == 200 ? Garble(right, random, () => emptyFeed(builtAt))
            : right;
    }

    /// <summary>The answer of a court that is in trouble.</summary>
    public static CourthouseAnswer Refuse(SeededRandom random)
    {
        if (random.Chance(0.15))
        {
            return new() { Status = 200, Fault = CourthouseFault.Dropped, CutAfter = 0 };
        }

        return new()
        {
            Status = random.Pick<int>([503, 503, 503, 500, 502]),
            Fault = CourthouseFault.Down,
            ContentType = "text/html",
            Body = "<html><head><title>Service Unavailable</title></head><body><h1>Service Unavailable</h1></body></html>\n"u8.ToArray(),
            RetryAfter = random.Chance(0.2) ? TimeSpan.FromSeconds(random.Between(2, 30)) : null,
        };
    }

    private static CourthouseAnswer Garble(CourthouseAnswer right, SeededRandom random, Func<byte[]> emptyFeed)
    {
        var fault = random.Pick(Garbled);
        var cut = Math.Max(1, (int)(right.Body.Length * random.Fraction()));
        var garbled = right with { Fault = fault };
        return fault switch
        {
            CourthouseFault.MaintenancePage => garbled with
            {
                ContentType = "text/html; charset=iso-8859-1",
                ETag = null,
                LastModified = null,
                Body = Encoding.ASCII.GetBytes(MaintenancePage),
            },
            CourthouseFault.EmptyBody => garbled with { Body = default, ETag = null },
            CourthouseFault.Truncated => garbled with { Body = right.Body[..cut], ETag = null },
            CourthouseFault.Broken => garbled with { CutAfter = cut },
            CourthouseFault.Rubbish => garbled with { Body = Rubbish(random), ETag = null },
            _ => garbled with { Body = emptyFeed(), ETag = null },
        };
    }

    private static byte[] Rubbish(SeededRandom random)
    {
        var bytes = new byte[random.Between(16, 4096)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)random.Next();
        }

        return bytes;
    }

    private const string MaintenancePage = """
        <!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">
        <html><head><title>CM/ECF Unavailable</title></head>
        <body><h1>This court's CM/ECF system is down for scheduled maintenance</h1>
        <p>Please try again later. <a href="/rss">RSS</a> feeds are affected as well.<br>
        <!-- <item><title>1:26-cv-00001 Nobody v. Nothing</title></item> -->
        </body></html>

        """;
}
