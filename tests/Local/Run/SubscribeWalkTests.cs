using System.Net;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Run;

public sealed class SubscribeWalkTests : IAsyncLifetime
{
    private const string Feed = "court";
    private const string DoeVRoe = "1:26-cv-01234";

    private static readonly DateTimeOffset Start = TimeProvider.System.GetUtcNow();

    private readonly Installation _installation = new();
    private readonly List<string> _filed = [];
    private LoopbackFeedServer _feeds = null!;
    private TipstaffProcess _process = null!;
    private Person _ada = null!;
    private Person _grace = null!;

    public async ValueTask InitializeAsync()
    {
        _feeds = await LoopbackFeedServer.StartAsync();
        File(sequence: 1, Start.AddHours(-1));
        await _installation.ImportAsync([$"grace@example.com,nysd,{DoeVRoe},,,{Start:O}"]);
        (_process, var url) = await _installation.StartAsync("--feed", _feeds.FeedOf("nysd", Feed));
        (_ada, _grace) = (new Person(url, "ada@example.com"), new Person(url, "grace@example.com"));
        await _feeds.PassAsync(1, Feed);
    }

    public async ValueTask DisposeAsync()
    {
        _ada.Dispose();
        _grace.Dispose();
        await _process.DisposeAsync();
        await _feeds.DisposeAsync();
        _installation.Dispose();
    }

    [Fact]
    public async Task Ask_UnknownAndKnownAddress_GetTheSameAnswer()
    {
        var unknown = await _ada.AskAsync(DoeVRoe);
        var known = await _ada.AskAsync(DoeVRoe);
        var confirmed = await _grace.AskAsync(DoeVRoe);

        Assert.Equal(HttpStatusCode.Accepted, unknown.Status);
        Assert.Equal(unknown, known);
        Assert.Equal(unknown, confirmed);
    }

    [Fact]
    public async Task Ask_TwiceOnOneDay_BringsOneMailThatConfirmsBoth()
    {
        await _ada.AskAsync(DoeVRoe);
        await _ada.AskAsync("1:26-cv-05678");
        await _ada.AskAsync(DoeVRoe);

        var request = await ConfirmationAsync();
        await _feeds.PassAsync(2, Feed);
        await _ada.ConfirmAsync(Person.LinkToConfirm(request)!);
        File(sequence: 2, Soon, "1:26-cv-05678", "612346");
        File(sequence: 3, Soon);
        await MailsAsync(_ada, 3);

        Assert.Single(_ada.Own(_installation.OutboxMails()), mail => Person.LinkToConfirm(mail) is not null);
        Assert.Equal([DoeVRoe, "1:26-cv-05678"], Alerts(_ada).Select(DocketOf).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Walk_AskConfirmUnsubscribe_BringsWhatIsFiledInBetweenAndNothingElse()
    {
        await _ada.AskAsync(DoeVRoe);
        var link = Person.LinkToConfirm(await ConfirmationAsync())!;

        await _ada.OpenAsync(link);
        File(sequence: 2, Soon);
        await MailsAsync(_grace, 1);
        await _feeds.PassAsync(1, Feed);
        Assert.Empty(Alerts(_ada));

        await _ada.ConfirmAsync(link);
        File(sequence: 3, Soon);
        await MailsAsync(_grace, 2);
        await MailsAsync(_ada, 2);
        var alert = Assert.Single(Alerts(_ada));
        Assert.Equal("3", Assert.Single(ToldEntry.ReadAll(alert)).Number);

        await _ada.OpenAsync(Person.LinkToUnsubscribe(alert));
        await _ada.UnsubscribeAsync(Person.LinkToUnsubscribe(alert));
        File(sequence: 4, Soon);
        await MailsAsync(_grace, 3);
        await _feeds.PassAsync(1, Feed);
        Assert.Single(Alerts(_ada));
    }

    // A feed tells whole seconds: this one is after everything that was confirmed by now.
    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddSeconds(2);

    private void File(int sequence, DateTimeOffset enteredAt, string docket = DoeVRoe, string caseId = "612345")
    {
        _filed.Add(SomeFeed.Item(sequence, enteredAt, docket, caseId));
        _feeds.Put(Feed, SomeFeed.Of(enteredAt, [.. _filed]));
    }

    private async Task<byte[]> ConfirmationAsync()
    {
        await MailsAsync(_ada, 1);
        return Assert.Single(_ada.Own(_installation.OutboxMails()));
    }

    private Task MailsAsync(Person person, int count) => Until.TrueAsync(
        () => person.Own(_installation.OutboxMails()).Count >= count,
        () => $"{person.Own(_installation.OutboxMails()).Count} mails of {count}. {_process.Output}");

    private List<byte[]> Alerts(Person person) => person.Own(_installation.OutboxMails()).FindAll(mail => Person.LinkToConfirm(mail) is null);

    private static string DocketOf(byte[] mail) => MimeDecoder.RawHeader(mail, "List-Id").Split('"')[1]["nysd ".Length..];
}
