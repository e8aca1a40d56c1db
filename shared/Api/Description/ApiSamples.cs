using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Exports;
using Tipstaff.Gaps;
using Tipstaff.Health;

namespace Tipstaff.Api.Description;

/// <summary>Answers as examples show them: real ones of made-up cases.</summary>
internal static class ApiSamples
{
    private static readonly AppVersion Build = AppVersion.Parse("20260105.2+8f14e45fceea167a5a36dedd4bea2543c0ffee00");

    private static readonly DateTimeOffset Monday = new(2026, 1, 5, 14, 0, 0, TimeSpan.Zero);

    public static SubscriptionRequested Requested { get; } = new(
        "confirmationRequested", "nysd", "Southern District of New York", "1:24-cv-01234", Query: null, "email", "all", HasFeed: true,
        "Alerts begin once the button behind the link in our mail is pressed. One such mail goes out a day at most; its link confirms all that is pending.");

    public static SubscriptionJson Subscription { get; } = new()
    {
        Id = ApiParameters.SomeId,
        State = "confirmed",
        Court = "nysd",
        DocketNumber = "1:24-cv-01234",
        Channel = "email",
        Cadence = "daily",
        DigestHour = 7,
        DigestTimeZone = "America/New_York",
        Include = ["motion"],
        Exclude = [],
        RequestedAt = Monday,
        ConfirmedAt = Monday.AddMinutes(2),
    };

    public static SubscriptionJson Hooked { get; } = Subscription with
    {
        Channel = "https://hooks.example.com/tipstaff",
        Webhook = new(Verified: true, Monday.AddMinutes(5), ChallengeFailedAt: null, ChallengeFailure: null, Monday.AddMinutes(2)),
        Cadence = "immediate",
        DigestHour = null,
        DigestTimeZone = null,
    };

    public static WebhookSecretJson Secret { get; } = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Monday.AddDays(1));

    public static SubscriptionListJson Subscriptions { get; } = new([Subscription], Next: null);

    public static CourtJson Court { get; } = new()
    {
        Id = "nysd",
        Name = "Southern District of New York",
        Kind = CourtKind.District,
        TimeZone = "America/New_York",
        HasFeed = true,
        FeedCovers = "all",
        DocketNumberSample = "1:18-cv-03365",
        Health = CourtHealth.Ok,
        CheckedAt = Monday,
        GoodAt = Monday,
        Gaps = [new(Monday.AddHours(-9), Monday.AddHours(-7), Monday.AddHours(-6))],
    };

    public static CourtListJson Courts { get; } = new([Court]);

    public static CourtJson HeldCourt { get; } = Court with { Health = CourtHealth.Held, HeldUntil = Monday.AddMinutes(90) };

    public static DocketJson Docket { get; } = new()
    {
        Court = "nysd",
        DocketNumber = "1:24-cv-01234",
        Caption = "Doe v. Roe",
        DocketLink = "https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?614201",
        Entries =
        [
            new()
            {
                Id = "nysd|614201|37",
                Number = "12",
                Labels = ["Notice of Appearance"],
                EnteredAt = Monday,
                DocumentLink = "https://ecf.nysd.uscourts.gov/doc1/127035123456",
            },
        ],
        QuietNumbers = [new NumberRange(9, 10)],
        Gaps = [],
    };

    public static NoticeJson Notice { get; } = new()
    {
        Court = "nysd",
        FiledOn = new DateOnly(2026, 1, 5),
        Entries = [new("1:24-cv-01234", "12", ["Notice of Appearance"], Monday)],
        Unreadable = [],
    };

    public static DeadLetterListJson DeadLetters { get; } = new([new(ApiParameters.SomeId, "no provider took it for 3 days", Monday, 14, "4bf92f3577b34da6a3ce929d0e0e4736")], [], Next: null);

    public static MigrationEstimateJson MigrationEstimate { get; } = new([new("message", 48_210, 12_480, 200, 812.5, 16)], FitsDeploy: true);

    public static MigrationJson Migration { get; } = new([new("message", 48_210, 12_480, 0)], Done: true);

    public static ReplayedJson Replayed { get; } = new([ApiParameters.SomeId], []);

    public static SubscriberExportJson Export { get; } = new(
        "0123456789abcdef0123456789abcdef", Monday, ["ada@example.com"], [Subscription], Mail: null,
        [
            new(ApiParameters.SomeId, "alert", Monday, "delivered", Monday.AddSeconds(4), "smtp", ApiParameters.SomeId, "nysd", "1:24-cv-01234",
                [new("12", "Doe v. Roe", ["Notice of Appearance"], Monday, "https://ecf.nysd.uscourts.gov/doc1/127035123456")]),
        ]);

    public static HealthReport Health { get; } = HealthReport.Of(Build, [new("store", IsUp: true, Monday, AgeSeconds: 4), new("smtp", IsUp: true, Monday, AgeSeconds: 4)]) with
    {
        Canary = new(Monday, Monday.AddSeconds(48), DelaySeconds: 48),
    };

    public static HealthReport Down { get; } = HealthReport.Of(Build, [new("store", IsUp: true, Monday, AgeSeconds: 4), new("smtp", IsUp: false, Monday, AgeSeconds: 4)]);
}
