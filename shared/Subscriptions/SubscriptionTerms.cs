using System.Diagnostics;
using System.Globalization;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Mail;

namespace Tipstaff.Subscriptions;

/// <summary>How soon a subscriber is told, when, and of which events: what may change while a subscription lives.</summary>
/// <param name="Cadence">How soon.</param>
/// <param name="DigestAt">When digests go out; null for those who want none, or <see cref="DigestTime.Usual"/>.</param>
/// <param name="Filter">Which events; null: all.</param>
public sealed record SubscriptionTerms(Cadence Cadence, DigestTime? DigestAt, EventFilter? Filter)
{
    private const int MaxShown = 40;

    /// <summary>Each event, at once.</summary>
    public static readonly SubscriptionTerms Usual = new(Cadence.Immediate, DigestAt: null, Filter: null);

    /// <summary>The cadences as the API writes them.</summary>
    public static IReadOnlyDictionary<string, Cadence> Cadences { get; } = new Dictionary<string, Cadence>(StringComparer.Ordinal)
    {
        ["immediate"] = Cadence.Immediate,
        ["hourly"] = Cadence.Hourly,
        ["daily"] = Cadence.Daily,
        ["weekly"] = Cadence.Weekly,
    };

    /// <summary>Reads the terms, and says of each field what is wrong and how to mend it.</summary>
    /// <param name="fields">What was typed.</param>
    /// <param name="court">The court that is followed, whose time zone is taken where none is named; null: Eastern time.</param>
    /// <param name="errors">Takes the sentences, by field.</param>
    /// <returns>The terms; not to be used where there are errors.</returns>
    public static SubscriptionTerms Read(FollowFields fields, Court? court, IDictionary<string, string> errors)
    {
        var cadence = Cadence.Immediate;
        if (!string.IsNullOrWhiteSpace(fields.Cadence) && !Cadences.TryGetValue(fields.Cadence.Trim(), out cadence))
        {
            errors["cadence"] = $"'{Shown(fields.Cadence)}' is no cadence: write {string.Join(", ", Cadences.Keys)}.";
        }

        return new SubscriptionTerms(cadence, ReadTime(fields, cadence, court, errors), ReadFilter(fields, errors));
    }

    /// <summary>Says what is wrong with them for a webhook, which tells each alert at once: programs gather for themselves.</summary>
    /// <param name="errors">Takes the sentence, by field.</param>
    public void RefuseDigest(IDictionary<string, string> errors)
    {
        if (Cadence is not Cadence.Immediate)
        {
            errors["cadence"] = "A webhook tells each alert at once: leave cadence out, or send immediate.";
        }
    }

    /// <summary>The subscription under these terms.</summary>
    public Subscription Of(Subscription subscription) => subscription with { Cadence = Cadence, DigestAt = DigestAt, Filter = Filter };

    private static DigestTime? ReadTime(FollowFields fields, Cadence cadence, Court? court, IDictionary<string, string> errors)
    {
        if (fields.DigestHour is < 0 or > 23)
        {
            errors["digestHour"] = $"{fields.DigestHour.Value.ToString(CultureInfo.InvariantCulture)} is no hour: send a whole number from 0 to 23.";
        }

        if (fields.DigestTimeZone is not null && !DigestTime.IsTimeZone(fields.DigestTimeZone))
        {
            errors["digestTimeZone"] = $"'{Shown(fields.DigestTimeZone)}' is no time zone: write its IANA name, such as America/Chicago.";
        }

        var day = DayOfWeek.Monday;
        if (fields.DigestDay is not null && !TryReadDay(fields.DigestDay, out day))
        {
            errors["digestDay"] = $"'{Shown(fields.DigestDay)}' is no day of the week: write it like monday.";
        }

        return cadence is Cadence.Immediate && fields is { DigestHour: null, DigestTimeZone: null, DigestDay: null }
            ? null
            : new DigestTime(fields.DigestHour ?? DigestTime.UsualHour, fields.DigestTimeZone ?? (court?.TimeZone ?? CourtTime.Eastern).Id, day);
    }

    // By its name alone: a list of names would be read as another day, as the bits of an enumeration.
    private static bool TryReadDay(string text, out DayOfWeek day)
    {
        var place = Array.FindIndex(Enum.GetNames<DayOfWeek>(), name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase));
        day = place < 0 ? DayOfWeek.Monday : (DayOfWeek)place;
        return place >= 0;
    }

    private static EventFilter? ReadFilter(FollowFields fields, IDictionary<string, string> errors)
    {
        foreach (var (name, words) in new[] { ("include", fields.Include), ("exclude", fields.Exclude) })
        {
            if (EventFilter.FaultOf(words ?? []) is { } fault)
            {
                errors[name] = fault switch
                {
                    EventWordsFault.TooMany(var count) => $"{name} holds {count} words and phrases: send up to {EventFilter.MaxWords}.",
                    EventWordsFault.TooLong(var typed) => $"{name} holds '{Shown(typed)}', which is longer than {EventFilter.MaxWordLength} characters: shorten it.",
                    EventWordsFault.NoWord(var typed) => $"{name} holds '{Shown(typed)}', which has no letter or digit to look for: send words or phrases of events, such as \"motion\".",
                    _ => throw new UnreachableException(),
                };
            }
        }

        return EventFilter.TryRead(fields.Include, fields.Exclude, out var filter) && filter != EventFilter.All ? filter : null;
    }

    private static string Shown(string? typed) => CourtText.Clean(typed, MaxShown);
}
