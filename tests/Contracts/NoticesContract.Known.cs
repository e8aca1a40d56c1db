using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Notices;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class NoticesContract
{
    [Theory]
    [InlineData("Motion to Dismiss")]
    [InlineData("Order")]
    public async Task RunAsync_KnownEntryWithAnotherDocketNumber_IsToldToNobodyElseAndStays(string title)
    {
        var story = Stories["with a document"];
        await FollowAsync(story);
        await WriteAsync(Some.Subscription("grace@example.com", docket: "1:26-cv-00099"));
        await CheckAsync(story);

        var outcome = await Take.RunAsync((Nef with { Number = "1:26-cv-00099-ABC", Title = title }).Mail, Token);

        Assert.Single(Assert.IsType<NoticeOutcome.Taken>(outcome).Entries);
        await AssertToldOnceAsync(story);
        Assert.Empty(await Dockets.OfDocketAsync(Some.Nysd, DocketNumber.Parse("1:26-cv-00099"), Token));
    }

    [Fact]
    public async Task RunAsync_ManyEntriesOfADocket_ReadsItOnce()
    {
        var reads = new RecordedSteps(Dockets);
        var entries = Enumerable.Range(10, 30).Select(sequence => Nef with { Sequence = $"{sequence}", EntryNumber = $"{sequence}" });
        var take = new TakeNotice(CourtDirectory.Default, reads, Subscriptions, _queue, TipstaffMeter.Unheard, _clock, NullLogger<TakeNotice>.Instance);

        await take.RunAsync(Nef.Message("Content-Type: text/html", Nef.Page(string.Concat(entries.Select(one => one.Table + one.DocketText)))), Token);

        Assert.Equal(30, (await Dockets.OfDocketAsync(Some.Nysd, Some.DoeVRoe, Token)).Count);
        Assert.Equal(1, reads.DocketReads);
    }
}
