using Tipstaff.Canaries;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Canaries;

/// <summary>What arrives counts as arrived, what does not is counted once.</summary>
public sealed class CanaryRecordTests
{
    private static readonly DateTimeOffset Start = Some.Monday9Am;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public void Looked_EntriesInTime_MissesNone()
    {
        var (missing, record) = Live(minutes: 120, arrives: _ => true);

        Assert.Equal(0, missing);
        Assert.Equal(Start.AddMinutes(115), record.Last!.FiledAt);
    }

    [Fact]
    public void Looked_OneEntryThatNeverComes_CountsOnce()
    {
        var (missing, _) = Live(minutes: 120, arrives: filed => filed != Start.AddMinutes(30));

        Assert.Equal(1, missing);
    }

    [Fact]
    public void Looked_NothingComesAnyMore_EachCountsOnce()
    {
        var (missing, _) = Live(minutes: 70, arrives: filed => filed < Start.AddMinutes(30));

        // Those of minutes 30 to 60; what was filed later may still come.
        Assert.Equal(7, missing);
    }

    [Fact]
    public void Looked_BeforeAnythingWasFiledSince_MissesNothing()
    {
        var begun = CanaryRecord.New(Start.AddMinutes(1));

        Assert.Equal(0, begun.Looked(begun.Since, Start.AddMinutes(14), Patience).Missing);
        Assert.Equal(1, begun.Looked(begun.Since, Start.AddMinutes(15), Patience).Missing);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(180)]
    [InlineData(60 * 24 * 30)]
    public void Looked_AfterADowntime_CountsOne(int minutes)
    {
        var (_, record) = Live(minutes: 60, arrives: _ => true);

        var back = record.Looked(record.Since, Start.AddMinutes(60 + minutes), Patience);

        Assert.Equal(1, back.Missing);
        Assert.Equal(0, back.Record.Looked(record.Since, Start.AddMinutes(61 + minutes), Patience).Missing);
    }

    [Fact]
    public void Looked_AfterADeploymentOfMinutes_MissesNothingThatCameThen()
    {
        var (_, record) = Live(minutes: 60, arrives: _ => true);

        var arrived = record.Accepted(Message(1), [Start.AddMinutes(60)], Start.AddMinutes(66), awaitsReport: false).Record;

        Assert.Equal(0, arrived.Looked(record.Since, Start.AddMinutes(70), Patience).Missing);
    }

    [Fact]
    public void Looked_NobodyLookedButAllCame_MissesNothing()
    {
        var (_, record) = Live(minutes: 60, arrives: _ => true);
        for (var minute = 60; minute < 240; minute += 5)
        {
            record = record.Accepted(Message(minute), [Start.AddMinutes(minute)], Start.AddMinutes(minute + 1), awaitsReport: false).Record;
        }

        Assert.Equal(0, record.Looked(record.Since, Start.AddMinutes(240), Patience).Missing);
    }

    [Fact]
    public void Looked_ClockSetBack_GoesOnFromThere()
    {
        var (_, record) = Live(minutes: 60, arrives: _ => true);

        var early = record.Looked(record.Since, Start.AddMinutes(-300), Patience);

        Assert.Equal(0, early.Missing);
        Assert.Equal(1, early.Record.Looked(Start.AddDays(-1), Start.AddMinutes(-294), Patience).Missing);
    }

    [Fact]
    public void Looked_OtherMailboxSince_AwaitsNothingFiledBefore()
    {
        var (_, record) = Live(minutes: 60, arrives: filed => filed < Start.AddMinutes(45));

        Assert.Equal(0, record.Looked(Start.AddMinutes(59), Start.AddMinutes(69), Patience).Missing);
    }

    [Fact]
    public void Accepted_Twice_ArrivesOnce()
    {
        var first = CanaryRecord.New(Start).Accepted(Message(1), [Start.AddMinutes(5)], Start.AddMinutes(6), awaitsReport: false);

        var again = first.Record.Accepted(Message(1), [Start.AddMinutes(5)], Start.AddMinutes(9), awaitsReport: false);

        Assert.Equal([TimeSpan.FromMinutes(1)], first.Arrived.Select(arrival => arrival.Delay));
        Assert.Empty(again.Arrived);
        Assert.Same(first.Record, again.Record);
    }

    [Fact]
    public void Reported_MailThatWasTaken_ArrivesThen()
    {
        var taken = CanaryRecord.New(Start).Accepted(Message(1), [Start], Start.AddSeconds(20), awaitsReport: true);
        var other = taken.Record.Reported(Message(2), Start.AddSeconds(30));

        var reported = other.Record.Reported(Message(1), Start.AddSeconds(48));

        Assert.Empty(taken.Arrived);
        Assert.Empty(other.Arrived);
        Assert.Equal([TimeSpan.FromSeconds(48)], reported.Arrived.Select(arrival => arrival.Delay));
        Assert.Empty(reported.Record.Reported(Message(1), Start.AddSeconds(60)).Arrived);
    }

    [Fact]
    public void Reported_BeforeItWasWrittenDownAsTaken_StillArrives()
    {
        var early = CanaryRecord.New(Start).Reported(Message(1), Start.AddSeconds(19));

        var taken = early.Record.Accepted(Message(1), [Start], Start.AddSeconds(20), awaitsReport: true);

        Assert.Equal([TimeSpan.FromSeconds(19)], taken.Arrived.Select(arrival => arrival.Delay));
        Assert.Empty(taken.Record.Reports);
    }

    [Fact]
    public void Reported_WithoutAMessage_StandsForWhatWasTakenBefore()
    {
        var taken = CanaryRecord.New(Start).Accepted(Message(1), [Start], Start.AddSeconds(20), awaitsReport: true);

        Assert.Empty(taken.Record.Reported(message: null, Start.AddSeconds(10)).Arrived);
        Assert.Single(taken.Record.Reported(message: null, Start.AddSeconds(30)).Arrived);
    }

    [Fact]
    public void Reported_WithoutAMessage_StandsForTheLastOneOnly()
    {
        var lost = CanaryRecord.New(Start).Accepted(Message(1), [Start], Start.AddSeconds(20), awaitsReport: true);
        var taken = lost.Record.Accepted(Message(2), [Start.AddMinutes(5)], Start.AddMinutes(5.5), awaitsReport: true);

        var reported = taken.Record.Reported(message: null, Start.AddMinutes(5.6));

        Assert.Equal(Start.AddMinutes(5), Assert.Single(reported.Arrived).FiledAt);
        Assert.Empty(reported.Record.Reported(message: null, Start.AddMinutes(5.7)).Arrived);
    }

    [Fact]
    public void Accepted_TheWholeDayAfterADowntime_IsRememberedBounded()
    {
        var filed = CanaryCourt.FiledBetween(Start.AddDays(-1), Start).ToList();

        var step = CanaryRecord.New(Start.AddDays(-2)).Accepted(Message(1), filed, Start.AddMinutes(1), awaitsReport: false);

        Assert.Equal((288, CanaryRecord.MaxEntries, Start), (step.Arrived.Count, step.Record.Entries.Count, step.Record.Last!.FiledAt));
    }

    // Looks each minute; an entry arrives a minute after its filing.
    private static (int Missing, CanaryRecord Record) Live(int minutes, Func<DateTimeOffset, bool> arrives)
    {
        var (missing, record) = (0, CanaryRecord.New(Start.AddSeconds(-1)));
        for (var minute = 0; minute <= minutes; minute++)
        {
            var filed = Start.AddMinutes(minute - 1);
            if (CanaryCourt.LastFiledAt(filed) == filed && filed >= Start && arrives(filed))
            {
                record = record.Accepted(Message(minute), [filed], filed.AddMinutes(1), awaitsReport: false).Record;
            }

            var step = record.Looked(record.Since, Start.AddMinutes(minute), Patience);
            (missing, record) = (missing + step.Missing, step.Record);
        }

        return (missing, record);
    }

    private static IdempotencyKey Message(int number) => IdempotencyKey.Of(Some.Alert(entries: Some.Entry($"{number}")).Id);
}
