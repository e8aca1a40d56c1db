using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Subscriptions;

public sealed class TermsWordsTests
{
    [Theory]
    [InlineData(Cadence.Immediate, 17, "An e-mail for each entry, at once")]
    [InlineData(Cadence.Hourly, 17, "One e-mail an hour")]
    [InlineData(Cadence.Daily, 0, "One e-mail a day, at 12:00 AM, America/Chicago time")]
    [InlineData(Cadence.Daily, 12, "One e-mail a day, at 12:00 PM, America/Chicago time")]
    [InlineData(Cadence.Weekly, 17, "One e-mail a week, on Fridays at 5:00 PM, America/Chicago time")]
    public void Pace_EachCadence_SaysWhenItComes(Cadence cadence, int hour, string words) =>
        Assert.Equal(words, TermsWords.Pace(Some.Subscription() with { Cadence = cadence, DigestAt = new DigestTime(hour, "America/Chicago", DayOfWeek.Friday) }));

    [Fact]
    public void Pace_DigestOfWhoeverNamedNoTime_IsTheUsualOne() =>
        Assert.Equal("One e-mail a week, on Mondays at 8:00 AM, America/New_York time", TermsWords.Pace(Some.Subscription() with { Cadence = Cadence.Weekly }));

    [Fact]
    public void Pace_Webhook_PromisesNoMail() =>
        Assert.Equal("A message for each entry, at once", TermsWords.Pace(Some.Hooked(Some.Subscription())));

    [Fact]
    public void Of_FilterAndCourtWithoutAFeed_SaysEach() =>
        Assert.Equal(
            [
                "An e-mail for each entry, at once",
                "Only events with any of these words: motion, order on motion",
                "No events with any of these words: notice of appearance",
                "No feed of this court is known: nothing can be told of it yet.",
            ],
            TermsWords.Of(
                Some.Subscription(court: "nywd") with { Filter = new EventFilter { Include = ["motion", "order on motion"], Exclude = ["notice of appearance"] } },
                CourtDirectory.Default[CourtId.Parse("nywd")]));
}
