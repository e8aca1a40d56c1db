using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Measures;
using Tipstaff.Notices;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

/// <summary>What holds of notices in every store: an entry is recorded once and told once, whether a notice or the feed tells of it first.</summary>
public abstract partial class NoticesContract : StoreContract
{
    private static readonly SomeNef Nef = new() { Document = "127161234510", Caption = "Doe v. Roe" };

    private readonly ManualTimeProvider _clock = new();
    private readonly RecordingQueue _queue = new();
    private TakeNotice? _take;

    private TakeNotice Take => _take ??= new TakeNotice(CourtDirectory.Default, Dockets, Subscriptions, _queue, TipstaffMeter.Unheard, _clock, NullLogger<TakeNotice>.Instance);

    /// <summary>One entry as a notice tells it and as the feed of its court shows it.</summary>
    private static Dictionary<string, Story> Stories { get; } = new(StringComparer.Ordinal)
    {
        ["with a document"] = new("nysd", Nef.Mail, Item("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;10", Link(10))),
        ["without a document"] = new("nysd", (Nef with { DocumentValue = "3(No document attached)" }).Mail, Item("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;10", "")),
        ["without document and number"] = new("nysd", (Nef with { DocumentValue = "No document attached", Title = "Minute Entry" }).Mail, Item("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;10", "", label: "Minute entry")),
        ["of a court whose feed names the case alone"] = new("nyed", (Nef with { Court = "nyed" }).Mail, Item("https://ecf.nyed.uscourts.gov/cgi-bin/DktRpt.pl?612345", Link(10, "nyed"))),
        ["on appeal"] = new("ca9", Appeal("entered on 03/02/2026 at 9:00:20 AM EST and filed on 03/02/2026"), AppealItem),
        ["on appeal, with a date alone"] = new("ca9", Appeal("filed on 03/02/2026"), AppealItem, "2026-03-01"),
    };

    public static TheoryData<string> Names() => [.. Stories.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_NoticeAndThenTheFeed_IsRecordedAndToldOnce(string name)
    {
        var story = Stories[name];
        await FollowAsync(story);

        var outcome = await Take.RunAsync(story.Mail, Token);
        await CheckAsync(story);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(story, "<item></item>");

        Assert.Single(Assert.IsType<NoticeOutcome.Taken>(outcome).Entries);
        await AssertToldOnceAsync(story);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_FeedAndThenTheNotice_IsRecordedAndToldOnce(string name)
    {
        var story = Stories[name];
        await FollowAsync(story);
        await CheckAsync(story);

        await Take.RunAsync(story.Mail, Token);

        await AssertToldOnceAsync(story);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task RunAsync_SameNoticeAgain_IsAnsweredTheSameAndAddsNothing(string name)
    {
        var story = Stories[name];
        await FollowAsync(story);
        var first = await Take.RunAsync(story.Mail, Token);
        var version = (await Dockets.FindCourtAsync(CourtId.Parse(story.Court), Token))!.Version;

        var again = await Take.RunAsync(story.Mail, Token);

        AssertSame(first, again);
        Assert.Equal(version, (await Dockets.FindCourtAsync(CourtId.Parse(story.Court), Token))!.Version);
        await AssertToldOnceAsync(story);
    }

    [Fact]
    public async Task RunAsync_LabelThatComesLater_RevisesTheEntryAndAlertsNobody()
    {
        var story = Stories["with a document"];
        await FollowAsync(story);
        await Take.RunAsync(story.Mail, Token);

        await CheckAsync(story with { Item = story.Item.Replace("[Motion to Dismiss]", "[Memorandum of Law]", StringComparison.Ordinal) });
        await Take.RunAsync((Nef with { Title = "Affidavit" }).Mail, Token);

        Assert.Equal(["Motion to Dismiss", "Memorandum of Law", "Affidavit"], Assert.Single(await EntriesAsync(story)).Labels);
        Assert.Single(await Outbox.NewestAsync(10, Token));
    }

    [Fact]
    public async Task RunAsync_TwoTextEntriesOfOneMinute_AreBothRecorded()
    {
        var story = Stories["without document and number"];
        await FollowAsync(story);

        await Take.RunAsync(story.Mail, Token);
        await CheckAsync(story, Item("https://ecf.nysd.uscourts.gov/cgi-bin/DktRpt.pl?612345&#x26;11", "", label: "Set Deadlines"));

        Assert.Equal(["Minute Entry", "Set Deadlines"], (await EntriesAsync(story)).Select(entry => entry.Labels[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task RunAsync_ConsolidatedCases_AreRecordedEachAndTellTheirDocumentOnce()
    {
        var other = Nef with { Number = "1:26-cv-00099", CaseId = "600099", Sequence = "7", EntryNumber = "5" };
        await WriteAsync(Some.Subscription(), Some.Subscription(docket: "1:26-cv-00099"), Some.Subscription("grace@example.com", docket: "1:26-cv-00099"));

        await Take.RunAsync(Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + Nef.DocketText + other.Table + other.DocketText)), Token);

        Assert.Equal(["nysd|600099|7", "nysd|612345|10"], (await Dockets.NewestEntriesAsync(10, Token)).Select(entry => entry.Identity.Value).Order(StringComparer.Ordinal));
        Assert.Equal(2, (await Outbox.NewestAsync(10, Token)).Count);
    }

    [Fact]
    public async Task RunAsync_WhatBelongsToTheRecipient_IsStoredNowhere()
    {
        await WriteAsync(Some.Subscription("follower@example.org"));
        var broken = Nef with { Number = "5:26-~gr-1", Text = "Write to clerk@firm.example or https://ecf.nysd.uscourts.gov/doc1/1?magic_num=27182818" };

        await Take.RunAsync(Nef.Message("Content-Type: text/html", Nef.Page(Nef.Table + Nef.DocketText + broken.Table + broken.DocketText)), Token);

        var kept = Assert.Single(await Dockets.UnreadableAsync(10, Token));
        var stored = JsonSerializer.Serialize(new object[] { kept, await Dockets.NewestEntriesAsync(10, Token), (await Outbox.NewestAsync(10, Token)).Select(one => one.Message).OfType<OutboxMessage.AlertMessage>() });
        Assert.Contains("5:26-~gr-1", kept.Item.Text, StringComparison.Ordinal);
        Assert.Equal((_clock.GetUtcNow(), "a notice: no docket number"), (kept.SeenAt, kept.Item.Reason));
        Assert.All(["magic", "31415926", "27182818", "@", "Lovelace"], secret => Assert.DoesNotContain(secret, stored, StringComparison.OrdinalIgnoreCase));
        Assert.Contains("https://ecf.nysd.uscourts.gov/doc1/127061234510?caseid=612345\\u0026de_seq_num=10", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_CourtNeverAsked_LeavesTheFirstCheckItsBaseline()
    {
        var story = Stories["with a document"];
        await Take.RunAsync(story.Mail, Token);

        var noticed = (await Dockets.FindCourtAsync(Some.Nysd, Token))!;
        await CheckAsync(story);

        Assert.Equal((null, null, CheckResult.None), (noticed.CheckedAt, noticed.GoodAt, noticed.Result));
        var state = (await Dockets.FindCourtAsync(Some.Nysd, Token))!;
        Assert.Equal((noticed.NoticedAt, CheckResult.NothingNew), (state.NoticedAt, state.Result));
        Assert.Empty(state.Window.Gaps);
    }

    [Fact]
    public async Task RunAsync_RacesWithChecks_LoseNothing()
    {
        var story = Stories["without a document"];
        await FollowAsync(story);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Take.RunAsync(story.Mail, Token), Token)).Append(Task.Run(() => CheckAsync(story), Token)));

        await AssertToldOnceAsync(story);
    }

    [Fact]
    public async Task RunAsync_DeathBeforeTheQueue_LeavesTheAlertToTheSweep()
    {
        var story = Stories["with a document"];
        await FollowAsync(story);
        var dying = new TakeNotice(CourtDirectory.Default, Dockets, Subscriptions, new DyingQueue(), TipstaffMeter.Unheard, _clock, NullLogger<TakeNotice>.Instance);

        await Assert.ThrowsAsync<TimeoutException>(() => dying.RunAsync(story.Mail, Token));
        await Take.RunAsync(story.Mail, Token);

        await AssertToldOnceAsync(story);
        Assert.Empty(_queue.Keys);
        Assert.Single(await Outbox.FindDueAsync(_clock.GetUtcNow(), 10, Token));
    }

    private async Task FollowAsync(Story story)
    {
        var since = DateTimeOffset.Parse(story.Since, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        await WriteAsync(Some.Subscription(court: story.Court, docket: story.Court == "ca9" ? "26-101" : "1:26-cv-01234", requestedAt: since, confirmedAt: since));
    }

    private async Task WriteAsync(params Tipstaff.Subscriptions.Subscription[] subscriptions)
    {
        foreach (var subscription in subscriptions)
        {
            Assert.True(await Subscriptions.TryWriteAsync([subscription], message: null, Token));
        }
    }

    private async Task CheckAsync(Story story, string more = "")
    {
        var source = new ScriptedFeedSource();
        source.Gives(SomeFeed.Of(_clock.GetUtcNow(), more, story.Item));
        await SomeChecks.Of(source, Dockets, Subscriptions, _clock).RunAsync(CourtId.Parse(story.Court), new Uri($"https://ecf.{story.Court}.uscourts.gov/feed"), Token);
    }

    private async Task<IReadOnlyList<DocketEntry>> EntriesAsync(Story story) => await Dockets.OfDocketAsync(
        CourtId.Parse(story.Court), DocketNumber.Parse(story.Court == "ca9" ? "26-101" : "1:26-cv-01234"), Token);

    private async Task AssertToldOnceAsync(Story story)
    {
        Assert.Single(await EntriesAsync(story));
        var message = Assert.IsType<OutboxMessage.AlertMessage>(Assert.Single(await Outbox.NewestAsync(10, Token)).Message);
        Assert.Single(message.Alert.Entries);
    }

    private sealed class DyingQueue : IDeliveryQueue
    {
        public Task EnqueueAsync(IReadOnlyCollection<IdempotencyKey> keys, CancellationToken cancellationToken) => throw new TimeoutException();
    }

    private sealed record Story(string Court, byte[] Mail, string Item, string Since = "2026-03-02T12:00:00Z");
}
