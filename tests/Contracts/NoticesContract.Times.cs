using System.Globalization;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <content>When an entry was entered, as far as a notice tells it: nobody hears of what was entered before they began to follow.</content>
public abstract partial class NoticesContract
{
    [Theory]
    [InlineData("2026-03-02T13:59:59Z", "entered on 3/2/2026 at 9:00 AM EST and filed on 3/2/2026", true)]
    [InlineData("2026-03-02T14:00:30Z", "entered on 3/2/2026 at 9:00 AM EST and filed on 3/2/2026", false)]
    [InlineData("2026-03-02T13:59:59Z", "entered on 3/2/2026 at 9:00 AM and filed on 3/1/2026", true)]
    [InlineData("2026-03-02T14:00:30Z", "entered on 3/2/2026 at 9:00 AM and filed on 3/1/2026", false)]
    [InlineData("2026-03-02T05:00:00Z", "filed on 3/2/2026", true)]
    [InlineData("2026-03-02T05:00:01Z", "filed on 3/2/2026", false)]
    public async Task RunAsync_ConfirmedMeanwhile_IsToldOnlyWhatWasEnteredSince(string confirmedAt, string transaction, bool isTold)
    {
        await WriteAsync(Some.Subscription(confirmedAt: DateTimeOffset.Parse(confirmedAt, CultureInfo.InvariantCulture)));

        await Take.RunAsync((Nef with { Transaction = transaction }).Mail, Token);

        Assert.Equal(isTold ? 1 : 0, (await Outbox.NewestAsync(10, Token)).Count);
        Assert.Single(await Dockets.NewestEntriesAsync(10, Token));
    }

    // A court mails a notice as its entry is made: where the mail is the court's own, its time stands for what the notice does not tell.
    [Theory]
    [InlineData("Court <ecf@nysd.uscourts.gov>", "Mon, 2 Mar 2026 11:00:03 -0500 (EST)", "2026-03-02T15:45:03Z", true)]
    [InlineData("ecf@NYSD.USCOURTS.GOV", "Mon, 2 Mar 2026 11:00:03 -0500", "2026-03-02T15:45:04Z", false)]
    [InlineData("ecf@nysd.uscourts.gov", "Mon, 2 Mar 2026 16:00:03 GMT", "2026-03-02T14:00:00Z", true)]
    [InlineData("ada@firm.example", "Mon, 2 Mar 2026 11:00:03 -0500", "2026-03-02T14:00:00Z", false)]
    [InlineData("\"ecf@nysd.uscourts.gov\" <ada@firm.example>", "Mon, 2 Mar 2026 11:00:03 -0500", "2026-03-02T14:00:00Z", false)]
    [InlineData("ecf@uscourts.gov.evil.example", "Mon, 2 Mar 2026 11:00:03 -0500", "2026-03-02T14:00:00Z", false)]
    [InlineData("ecf@nysd.uscourts.gov", "yesterday", "2026-03-02T14:00:00Z", false)]
    [InlineData("ecf@nysd.uscourts.gov", "Tue, 2 Mar 2027 11:00:03 -0500", "2026-03-02T14:00:00Z", false)]
    public async Task RunAsync_ADateAlone_IsToldByTheTimeOfTheCourtsOwnMail(string from, string date, string confirmedAt, bool isTold)
    {
        _clock.Advance(TimeSpan.FromHours(10));
        await WriteAsync(Some.Subscription(confirmedAt: DateTimeOffset.Parse(confirmedAt, CultureInfo.InvariantCulture)));

        await Take.RunAsync((Nef with { Transaction = "filed on 3/2/2026", From = from, Date = date }).Mail, Token);

        Assert.Equal(isTold ? 1 : 0, (await Outbox.NewestAsync(10, Token)).Count);
        Assert.Null(Assert.Single(await Dockets.NewestEntriesAsync(10, Token)).EnteredAt);
    }
}
