using System.Text.RegularExpressions;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.Mail;

public sealed class MailComposerTests
{
    private static readonly Subscription AdasSubscription = Some.Subscription();

    private readonly MailComposer _composer = SomeComposer.Composer();

    [Fact]
    public async Task ComposeAlertAsync_AnAlert_HasTheHeadersOfOneThreadAndOneClick()
    {
        var alert = Some.Alert();

        var mail = await _composer.ComposeAlertAsync(alert, AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.Equal(IdempotencyKey.Of(alert.Id), mail.Key);
        Assert.Equal("alerts@example.com", mail.From.Value);
        Assert.Equal("Tipstaff", mail.FromName);
        Assert.Equal(Some.Ada, mail.To);
        Assert.Equal(alert.CreatedAt, mail.Date);
        Assert.Equal($"{alert.Id}@alerts.example.com", mail.MessageId);
        Assert.Equal([$"{AdasSubscription.Id}.thread@alerts.example.com"], mail.References);
        Assert.Equal(
            [
                new("List-Id", "\"nysd 1:26-cv-01234\" <nysd.1-26-cv-01234.alerts.example.com>"),
                new("List-Unsubscribe", $"<{SomeComposer.Links().Unsubscribe(AdasSubscription.Id, alert.CreatedAt)}>"),
                new("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
                new("Auto-Submitted", "auto-generated"),
                new("X-Tipstaff-Trace", alert.Id.Value),
            ],
            mail.Headers);
    }

    [Theory]
    [InlineData("nysb", "24-10992", "nysb.24-10992.alerts.example.com")]
    [InlineData("jpml", "MDL No. 2168", "jpml.mdl-no-2168.alerts.example.com")]
    public async Task ComposeAlertAsync_AnyDocketNumber_GivesAListIdOfAtoms(string court, string docket, string listId)
    {
        var subscription = Some.Subscription(court: court, docket: docket);

        var mail = await _composer.ComposeAlertAsync(Some.Alert(subscription), subscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.EndsWith($"<{listId}>", mail.Headers[0].Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ComposeAlertAsync_TheSameAlertADayLater_IsTheSameMail()
    {
        var clock = new ManualTimeProvider();
        var composer = SomeComposer.Composer(clock);
        var first = await composer.ComposeAlertAsync(Some.Alert(), AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        clock.Advance(TimeSpan.FromDays(1));
        var second = await composer.ComposeAlertAsync(Some.Alert(), AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.Equal(first with { References = [], Headers = [] }, second with { References = [], Headers = [] });
        Assert.Equal(first.References, second.References);
        Assert.Equal(first.Headers, second.Headers);
    }

    [Fact]
    public async Task ComposeAlertAsync_AlertOfAnotherSubscription_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            _composer.ComposeAlertAsync(Some.Alert(), Some.Subscription(address: "eve@example.com"), Some.Monday9Am, TestContext.Current.CancellationToken));

    [Fact]
    public async Task ComposeAlertAsync_AnyMail_BearsNoAddressOfItsReader()
    {
        var mail = await _composer.ComposeAlertAsync(Some.Alert(), AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken);

        Assert.DoesNotContain("ada", mail.Html + mail.Text + mail.Subject + string.Concat(mail.Headers), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ComposeAlertAsync_ManyAtOnce_EachIsItsOwn()
    {
        var subscriptions = Enumerable.Range(0, 200).Select(i => Some.Subscription(address: $"reader{i}@example.com")).ToList();

        var mails = await Task.WhenAll(subscriptions.Select(subscription =>
            Task.Run(() => _composer.ComposeAlertAsync(Some.Alert(subscription), subscription, Some.Monday9Am, TestContext.Current.CancellationToken))));

        Assert.All(
            subscriptions.Zip(mails),
            pair => Assert.Contains(SomeComposer.Links().Unsubscribe(pair.First.Id, Some.Monday9Am).AbsoluteUri, pair.Second.Html, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("one-entry")]
    [InlineData("several-entries")]
    [InlineData("missed")]
    [InlineData("confirmation")]
    public async Task Compose_OfAFixture_LooksExactlySo(string name)
    {
        var mail = name switch
        {
            "one-entry" => await _composer.ComposeAlertAsync(Some.Alert(), AdasSubscription, Some.Monday9Am, TestContext.Current.CancellationToken),
            "several-entries" => await _composer.ComposeAlertAsync(
                Some.Alert(entries: [
                    Some.Entry(sequence: "10", number: "57", labels: ["Order on Motion for Extension of Time to File Response/Reply", "Order on Motion to Seal Document"]),
                    Some.Entry(sequence: "11", number: null, document: null, labels: ["Minute Entry for proceedings held before Judge Ruth Poe: Status Conference"]),
                    Some.Entry(sequence: "12", number: "58", timed: false)]) with
                { Coverage = "orders, opinions" },
                AdasSubscription,
                Some.Monday9Am,
                TestContext.Current.CancellationToken),
            "missed" => await _composer.ComposeAlertAsync(
                Some.Alert() with
                {
                    Gaps =
                    [
                        new(Some.Nysd, Some.Monday9Am.AddDays(-4), Some.Monday9Am.AddDays(-2), Some.Monday9Am.AddDays(-1)),
                        new(Some.Nysd, Some.Monday9Am.AddSeconds(59), Some.Monday9Am.AddMinutes(149).AddSeconds(1), Some.Monday9Am.AddHours(3)),
                    ],
                    Quiet = new([new(41, 43), new(45, 45), new(47, 49)], IsOurs: true),
                },
                AdasSubscription,
                Some.Monday9Am,
                TestContext.Current.CancellationToken),
            _ => await ComposeConfirmationAsync(Some.Subscription(confirmed: false), Some.Subscription(confirmed: false, court: "prb", docket: "26-00123")),
        };

        Assert.Equal(Fixture($"{name}.txt"), mail.Text.TrimEnd('\n'));
        Assert.Equal(Fixture($"{name}.html"), mail.Html.TrimEnd('\n'));
    }

    [Fact]
    public async Task ComposeConfirmationAsync_PendingDockets_AsksOnceForAll()
    {
        var mail = await ComposeConfirmationAsync(Some.Subscription(confirmed: false), Some.Subscription(confirmed: false, court: "prb", docket: "26-00123"));

        var confirm = SomeComposer.Links().Confirm(AdasSubscription.Subscriber).AbsoluteUri;
        Assert.Equal("Please confirm: news of nysd 1:26-cv-01234 (+1)", mail.Subject);
        Assert.Equal([new("Auto-Submitted", "auto-generated")], mail.Headers);
        Assert.Equal($"{mail.Key}@alerts.example.com", mail.MessageId);
        Assert.All(
            [confirm, "prb 26-00123", "United States Bankruptcy Court, D. Puerto Rico", "Mar 5, 2026, 9:00 AM EST (Mar 5, 14:00 UTC)", "If you did not ask, do nothing: nothing will be sent."],
            fact =>
            {
                Assert.Contains(fact, mail.Html, StringComparison.Ordinal);
                Assert.Contains(fact, mail.Text, StringComparison.Ordinal);
            });
    }

    [Fact]
    public async Task ComposeConfirmationAsync_OwnTerms_SaysThemButNothingThatAStrangerCouldHaveWorded()
    {
        var weekly = Some.Subscription(confirmed: false, court: "nywd") with { Cadence = Cadence.Weekly, Filter = new EventFilter { Include = ["buy cheap pills"] } };
        var hooked = Some.Hooked(Some.Subscription(confirmed: false));

        var mail = await ComposeConfirmationAsync(weekly, hooked);

        Assert.All([mail.Html, mail.Text], body =>
        {
            Assert.All(
                [
                    "One e-mail a week, on Mondays at 8:00 AM, America/New_York time", "Only some of the events: the page behind the link says which",
                    "No feed of this court is known: nothing can be told of it yet.", "A message for each entry, at once",
                ],
                fact => Assert.Contains(fact, body, StringComparison.Ordinal));
            Assert.DoesNotContain("pills", body, StringComparison.Ordinal);
            Assert.DoesNotContain(hooked.Webhook!.Host, body, StringComparison.Ordinal);
            Assert.Single(Regex.Matches(body, "No feed of this court"));
        });
    }

    [Fact]
    public async Task ComposeConfirmationAsync_MoreThanAMailShouldList_CountsTheOthers()
    {
        var mail = await ComposeConfirmationAsync([.. Enumerable.Range(1, 150).Select(i => Some.Subscription(confirmed: false, docket: $"1:26-cv-{i:D5}"))]);

        Assert.Contains("and 50 more", mail.Html, StringComparison.Ordinal);
        Assert.Contains("and 50 more", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ComposeConfirmationAsync_NothingPending_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => ComposeConfirmationAsync());

    [Fact]
    public async Task ComposeConfirmationAsync_SubscriptionOfSomebodyElse_Throws() =>
        await Assert.ThrowsAsync<ArgumentException>(() => ComposeConfirmationAsync(Some.Subscription(address: "eve@example.com", confirmed: false)));

    private static string Fixture(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Mail", name)).TrimEnd('\n');

    private Task<OutgoingMail> ComposeConfirmationAsync(params Subscription[] pending) =>
        _composer.ComposeConfirmationAsync(
            AdasSubscription.Subscriber, Some.Ada, pending,
            IdempotencyKey.OfConfirmation(AdasSubscription.Subscriber, new DateOnly(2026, 3, 2)), TestContext.Current.CancellationToken);
}
