using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The ways of an entry and of a subscription through the whole Azure head.</summary>
public sealed partial class EndToEndTests : IDisposable
{
    private readonly CloudBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [GeneratedRegex("https://alerts\\.example\\.com(?<path>/confirm\\?token=(?<token>[^\\s\"]+))", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfirmLink { get; }

    [Fact]
    public void NewEntry_OfAFollowedDocket_IsMailedOnce()
    {
        _bench.Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(3));
        Assert.Empty(_bench.Cloud.Email.Taken);

        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(30));

        var mail = Assert.Single(_bench.Cloud.Email.Mailbox);
        Assert.Equal("ada@example.com", mail.Recipient);
        Assert.Contains("Doe v. Roe: Notice of Appearance", mail.Subject, StringComparison.Ordinal);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Status_AfterAnAlert_TellsHowLongItTook_AndReadsThatOnceIn10Minutes()
    {
        _bench.Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(3));
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(30));

        var (first, both) = Status();
        _bench.Wait(TimeSpan.FromMinutes(1));
        var (again, page) = Status();
        _bench.Wait(TimeSpan.FromMinutes(10));
        var (later, _) = Status();

        Assert.All([first, again, later], text => Assert.Matches(@"Half of the 1 alert .*\(p50\).*\(p95\)", text));
        Assert.True(page < both, $"{both} operations at first, {page} a minute later");
        Assert.Empty(_bench.Failures);

        (string Text, long Operations) Status()
        {
            using var client = _bench.App.CreateClient();
            var before = _bench.Cloud.Counts.Of(CloudService.Tables);
            var text = _bench.Run(() => client.GetStringAsync("/status"));
            return (text, _bench.Cloud.Counts.Of(CloudService.Tables) - before);
        }
    }

    [Fact]
    public void Subscriber_AsksAndConfirms_GetsWhatIsFiledSince()
    {
        _bench.Start();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        using var client = _bench.App.CreateClient();

        using var asked = _bench.Run(() => client.PostAsJsonAsync(
            "/api/subscriptions", new { email = "ada@example.com", court = "nysd", docketNumber = "1:26-cv-01234" }));
        _bench.Wait(TimeSpan.FromMinutes(1));
        var request = Assert.Single(_bench.Cloud.Email.Mailbox);
        var link = ConfirmLink.Match(request.PlainText!);
        using var page = _bench.Run(() => client.GetAsync(link.Groups["path"].Value));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("token", Uri.UnescapeDataString(link.Groups["token"].Value))]);
        using var confirmed = _bench.Run(() => client.PostAsync("/confirm", form));
        _bench.Wait(TimeSpan.FromMinutes(3));
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(3));

        Assert.Equal([202, 200, 200], new[] { asked, page, confirmed }.Select(answer => (int)answer.StatusCode));
        Assert.Equal(2, _bench.Cloud.Email.Mailbox.Count);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void InstanceKilled_BetweenTheStepAndTheQueue_TheNextOneDelivers()
    {
        _bench.Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(3));
        var killer = new KillBefore(_bench, call => call is { Service: AzureHarness.CloudService.ServiceBus } && call.Subject.Contains("alerts", StringComparison.Ordinal));
        _bench.Cloud.Faults = killer;

        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(3, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.Wait(TimeSpan.FromMinutes(3));
        Assert.Equal(1, killer.Kills);
        Assert.Empty(_bench.Cloud.Email.Taken);
        _bench.Start();
        _bench.Wait(TimeSpan.FromMinutes(15));

        Assert.Single(_bench.Cloud.Email.Mailbox);
    }
}
