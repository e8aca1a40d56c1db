using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Contracts;

public abstract partial class NoticesContract
{
    [Theory]
    [InlineData("14:00:41", "14:00:55")]
    [InlineData("13:59:50", "14:00:10")]
    [InlineData("14:00:10", "14:01:20")]
    [InlineData("14:00:41", "14:00:41")]
    public async Task RunAsync_FeedShowsTwoEntriesAlike_AreBothRecordedAndTold(string first, string second)
    {
        var story = Stories["without document and number"] with { Item = TextItem(10, first) };
        await FollowAsync(story);

        await Take.RunAsync(story.Mail, Token);
        await CheckAsync(story, TextItem(11, second));
        _clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(story, TextItem(11, second) + "<item></item>");

        await AssertBothToldAsync(story);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_AnotherAlikeThatTheFeedShowsLater_IsRecordedAndTold(bool isFirstShownStill)
    {
        var (first, second) = (TextItem(10, "13:59:50"), TextItem(11, "14:00:30"));
        var story = Stories["without document and number"] with { Item = first };
        await FollowAsync(story);

        await Take.RunAsync(story.Mail, Token);
        await CheckAsync(story);
        _clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(story with { Item = second }, isFirstShownStill ? first : "");
        _clock.Advance(TimeSpan.FromMinutes(5));
        await CheckAsync(story with { Item = second }, first + "<item></item>");
        await Take.RunAsync(story.Mail, Token);

        await AssertBothToldAsync(story);
        Assert.Contains(await EntriesAsync(story), entry => entry.Identity.Value == "nysd|612345|11");
    }

    private async Task AssertBothToldAsync(Story story)
    {
        var entries = await EntriesAsync(story);
        Assert.Equal(["10", "11"], entries.Select(entry => entry.Sequence).Order(StringComparer.Ordinal));
        var told = (await Outbox.NewestAsync(10, Token)).Select(row => row.Message).OfType<OutboxMessage.AlertMessage>().SelectMany(message => message.Alert.Entries);
        Assert.Equal(
            entries.Select(entry => entry.Identity.Value).Order(StringComparer.Ordinal), told.Select(entry => entry.Identity.Value).Order(StringComparer.Ordinal));
    }
}
