using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Tipstaff.Courts;
using Tipstaff.Outbox;
using Tipstaff.Smtp;

namespace Tipstaff.Local.Commands;

/// <summary>Reads the values of options and arguments; what cannot be read is wrong usage, said in one sentence.</summary>
internal static class Values
{
    /// <summary>A known court, by id or alias.</summary>
    public static CourtId? KnownCourt(ArgumentResult result) => Each(result, KnownCourt).FirstOrDefault();

    /// <summary>Known courts, by id or alias.</summary>
    public static IReadOnlyList<CourtId> KnownCourts(ArgumentResult result) => [.. Each(result, KnownCourt)];

    /// <summary>A well-formed court id, known or not.</summary>
    public static CourtId? AnyCourt(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (CourtId.TryParse(text, out var id))
        {
            return id;
        }

        result.AddError($"'{text}' is no court id: write 2 to 12 letters and digits, such as nysd or ca9");
        return null;
    }

    /// <summary><c>60s</c>, <c>5m</c>, <c>1h</c>, <c>500ms</c>.</summary>
    public static TimeSpan Interval(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (TryParseInterval(text, out var interval))
        {
            return interval;
        }

        result.AddError($"'{text}' is no interval: write a number and its unit from 1s to 24h, such as 60s, 5m or 1h");
        return default;
    }

    /// <summary><c>nysd=http://127.0.0.1:8000/nysd.xml</c>, several of them.</summary>
    public static IReadOnlyList<KeyValuePair<CourtId, Uri>> Feeds(ArgumentResult result) => [.. Each(result, Feed)];

    /// <summary>An absolute http or https address.</summary>
    public static Uri? HttpUri(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            return uri;
        }

        result.AddError($"'{text}' is no address: write one that begins with http:// or https://");
        return null;
    }

    /// <summary>Addresses to listen on, separated by semicolons.</summary>
    public static string Urls(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        try
        {
            var urls = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (urls.Length > 0 && urls.All(url => BindingAddress.Parse(url) is { Scheme: "http" or "https", PathBase: "" }))
            {
                return text;
            }
        }
        catch (FormatException)
        {
            // Said below, in our own words.
        }

        result.AddError($"'{text}' is no address to listen on: write one such as {Run.RunSettings.DefaultUrls}");
        return "";
    }

    /// <summary><c>HOST:PORT</c> of an SMTP server.</summary>
    public static SmtpOptions? Smtp(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (SmtpOptions.TryParseEndpoint(text, out var options))
        {
            return options;
        }

        result.AddError($"'{text}' is no SMTP server: write HOST:PORT, such as mail.example.com:587");
        return null;
    }

    /// <summary>Ids of alerts and other messages.</summary>
    public static IReadOnlyList<IdempotencyKey> MessageKeys(ArgumentResult result) => [.. Each(result, MessageKey)];

    /// <summary><c>2026-03-02T14:00:00Z</c>; without a zone it is UTC.</summary>
    public static DateTimeOffset? Moment(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment))
        {
            return moment;
        }

        result.AddError($"'{text}' is no moment: write it like 2026-03-02T14:00:00Z");
        return null;
    }

    /// <summary>A number from 0 to 1.</summary>
    public static double Fraction(ArgumentResult result)
    {
        var text = result.Tokens[0].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction) && fraction is >= 0 and <= 1)
        {
            return fraction;
        }

        result.AddError($"'{text}' is no fraction: write a number from 0 to 1, such as 0.1");
        return 0;
    }

    internal static bool TryParseInterval(string text, out TimeSpan interval)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        interval = default;
        if (TimeSpan.TryParseExact(text, "hh\\:mm\\:ss", CultureInfo.InvariantCulture, out interval))
        {
            // As --help writes a default.
            return interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(1);
        }

        if (digits is <= 0 or > 7 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        interval = text[digits..] switch
        {
            "ms" => TimeSpan.FromMilliseconds(number),
            "s" => TimeSpan.FromSeconds(number),
            "m" => TimeSpan.FromMinutes(number),
            "h" => TimeSpan.FromHours(number),
            _ => TimeSpan.Zero,
        };
        return interval >= TimeSpan.FromSeconds(1) && interval <= TimeSpan.FromDays(1);
    }

    private static IEnumerable<T> Each<T>(ArgumentResult result, Func<ArgumentResult, string, T?> read)
        where T : notnull
    {
        var values = new List<T>();
        foreach (var token in result.Tokens)
        {
            if (read(result, token.Value) is { } value)
            {
                values.Add(value);
            }
        }

        return values;
    }

    private static CourtId? KnownCourt(ArgumentResult result, string text)
    {
        if (CourtDirectory.Default.TryFind(text, out var court))
        {
            return court.Id;
        }

        result.AddError($"No federal court is known as '{text}': use CM/ECF's id, such as nysd, nysb or ca9");
        return null;
    }

    private static IdempotencyKey? MessageKey(ArgumentResult result, string text)
    {
        if (IdempotencyKey.TryParse(text, null, out var key))
        {
            return key;
        }

        result.AddError($"'{text}' is no id of an alert: write its {ContentKey.Length} digits and letters from a to f, as the log names it");
        return null;
    }

    private static KeyValuePair<CourtId, Uri> Feed(ArgumentResult result, string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && Uri.TryCreate(text[(equals + 1)..], UriKind.Absolute, out var feed) && feed.Scheme is "http" or "https")
        {
            return KnownCourt(result, text[..equals]) is { } court ? KeyValuePair.Create(court, feed) : default;
        }

        result.AddError($"'{text}' names no feed: write COURT=URL with an http or https address, such as nysd=https://example.org/nysd.xml");
        return default;
    }
}
