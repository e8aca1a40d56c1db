using System.Text;
using System.Text.RegularExpressions;
using Tipstaff.Links;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed partial class DeliverMessagesTests
{
    // A link to unsubscribe has to work for 30 days after its mail was sent (16 CFR 316.3).
    private static readonly TimeSpan NearlyThirtyDays = TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1);

    [GeneratedRegex("/(?<page>manage|unsubscribe)\\?token=(?<token>[A-Za-z0-9_-]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenLink { get; }

    [Fact]
    public async Task RunDueAsync_AlertReplayedAfterARotation_ItsLinksAreGoodForThirtyDaysFromThen()
    {
        _linkKeys = [SomeLinks.Key(1, _clock.GetUtcNow().AddHours(1))];
        await AddAsync(await FollowAsync());
        await GiveUpAndReplayAsync(TimeSpan.FromDays(30));

        await AssertGoodAsync(LinkPurpose.Unsubscribe);
    }

    [Fact]
    public async Task RunDueAsync_DigestReplayedAfterARotation_ItsLinksAreGoodForThirtyDaysFromThenAndTellWhichDigestItIs()
    {
        var madeAt = _clock.GetUtcNow();
        _linkKeys = [SomeLinks.Key(1, madeAt.AddHours(1))];
        await AddToDigestAsync("1:26-cv-00001", "10");
        await DeliverAllAsync();
        _clock.Advance(TimeSpan.FromMinutes(1));
        await GiveUpAndReplayAsync(TimeSpan.FromDays(30));

        var link = await AssertGoodAsync(LinkPurpose.UnsubscribeDigests);

        Assert.Equal(madeAt + new LinkOptions().UnsubscribeLifetime, LinkTokens.ExpiryOf(link), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task RunDueAsync_WebhookReplayedAfterARotation_ItsLinkIsGoodForThirtyDaysFromThen()
    {
        _linkKeys = [SomeLinks.Key(1, _clock.GetUtcNow().AddHours(1))];
        await AddAsync(await HookAsync());
        _receivers.Answers(new WebhookOutcome.Refused("HTTP 400", WebhookRefusal.ThisMessage));
        await GiveUpAndReplayAsync(TimeSpan.FromDays(30));

        await Deliver().RunDueAsync(default);

        var link = TokenLink.Match(Encoding.UTF8.GetString(_receivers.Sent[^1].Message.Body.Span)).Groups["token"].Value;
        Assert.IsType<LinkReading.Valid>(SomeLinks.Tokens(_linkKeys).Read(link, LinkPurpose.Unsubscribe, _clock.GetUtcNow() + NearlyThirtyDays));
    }

    private async Task GiveUpAndReplayAsync(TimeSpan later)
    {
        _provider.Answer = _ => new SendOutcome.Refused("552 no", RefusalKind.ThisMail);
        await DeliverAllAsync();
        Assert.NotEmpty(await _store.Outbox.DeadLettersAsync(1, after: null, default));
        _clock.Advance(later);
        Assert.Single((await new ReplayDeadLetters(_store.Outbox, new RecordingQueue(), _clock).RunAsync([], default)).Messages);
    }

    // Sent twice, the second time a while later; gives the token of its link to unsubscribe.
    private async Task<string> AssertGoodAsync(LinkPurpose unsubscribe)
    {
        var (replayedAt, before) = (_clock.GetUtcNow(), _provider.Mails.Count);
        _provider.Answer = _ => new SendOutcome.Refused("450 busy", RefusalKind.Transient);
        await Deliver().RunDueAsync(default);
        _clock.Advance(TimeSpan.FromHours(1));
        await Deliver().RunDueAsync(default);

        var sent = _provider.Mails.Skip(before).ToList();
        Assert.Equal(2, sent.Count);
        Assert.Single(sent.Select(mail => (mail.Key, mail.Text, mail.Html, string.Join('\n', mail.Headers))).Distinct());
        var links = TokenLink.Matches($"{sent[0].Text}\n{string.Join('\n', sent[0].Headers)}").ToLookup(link => link.Groups["page"].Value, link => link.Groups["token"].Value);
        var (tokens, then) = (SomeLinks.Tokens(_linkKeys), replayedAt + NearlyThirtyDays);
        Assert.All(links["manage"], token => Assert.IsType<LinkReading.Valid>(tokens.Read(token, LinkPurpose.Manage, then)));
        Assert.All(links["unsubscribe"], token => Assert.IsType<LinkReading.Valid>(tokens.Read(token, unsubscribe, then)));
        Assert.NotEmpty(links["manage"]);
        return links["unsubscribe"].First();
    }
}
