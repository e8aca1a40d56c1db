using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Canaries;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Functions.Storage;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>The canary goes the whole way through the Azure head, and nobody but its mailbox sees it.</summary>
public sealed class CanaryTests : IDisposable
{
    private readonly CloudBench _bench = new();

    public CanaryTests()
    {
        _bench.Settings["Canary__Address"] = SomeCanary.Mailbox;
        _bench.Settings["Checks__Steady"] = "false";
        _bench.Settings["Mail__Providers"] = "acs";
    }

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void AnHour_EachEntryArrivesOnce_AndHealthSaysSo()
    {
        _bench.Start();

        _bench.Wait(TimeSpan.FromMinutes(62));

        Assert.Equal(12, _bench.Cloud.Email.Mailbox.Count);
        Assert.All(_bench.Cloud.Email.Mailbox, mail => Assert.Equal(SomeCanary.Mailbox, mail.Recipient));
        Assert.All(_bench.Cloud.Email.Mailbox, mail => Assert.Contains("In re Canary: Notice", mail.Subject, StringComparison.Ordinal));
        var canary = Canary();
        Assert.Equal(Some.Monday9Am.AddMinutes(60), canary.GetProperty("filedAt").GetDateTimeOffset());
        Assert.InRange(canary.GetProperty("delaySeconds").GetDouble(), 0.1, 110);
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void ItsRowIsBroken_EachMailIsRecordedAndSentOnce()
    {
        var broken = new BrokenCanaryLog();
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<ICanaryLog>(broken)));

        _bench.Wait(TimeSpan.FromMinutes(18));

        Assert.Equal(3, _bench.Cloud.Email.Mailbox.Count);
        Assert.All(_bench.Failures, failure => Assert.DoesNotContain("DeliverAlert", failure, StringComparison.Ordinal));
        var counts = _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().CountAsync(default));
        Assert.Equal((0, 3), (counts.Waiting, counts.Delivered));
    }

    [Fact]
    public void Reports_WhereTheyCome_AreTheArrival()
    {
        _bench.Settings["Canary__ReportedBy"] = "acs";
        _bench.Start();
        _bench.Wait(TimeSpan.FromMinutes(9));
        Assert.Equal(JsonValueKind.Null, Canary().GetProperty("filedAt").ValueKind);

        var report = _bench.Cloud.Email.Reports.Take()!;
        using var client = _bench.App.CreateClient();
        using var posted = _bench.Run(() => client.PostAsync($"/api/delivery-reports?code={_bench.Cloud.Keys.Function}", new StringContent(report)));
        _bench.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(HttpStatusCode.OK, posted.StatusCode);
        Assert.Equal(Some.Monday9Am.AddMinutes(5), Canary().GetProperty("filedAt").GetDateTimeOffset());
    }

    [Fact]
    public void Mailbox_HardBounce_IsMissingAndNotSilent()
    {
        _bench.Cloud.Email.Fate = _ => new DeliveryFate("Bounced", "550 5.1.1 no such user");
        _bench.Settings["Canary__ReportedBy"] = "acs";
        using var listening = new MeasuresTaken();
        _bench.Start(services => services.Replace(ServiceDescriptor.Singleton(listening.Factory)));
        using var client = _bench.App.CreateClient();

        for (var minute = 0; minute < 30; minute++)
        {
            _bench.Wait(TimeSpan.FromMinutes(1));
            if (_bench.Cloud.Email.Reports.Take() is { } report)
            {
                using var posted = _bench.Run(() => client.PostAsync($"/api/delivery-reports?code={_bench.Cloud.Keys.Function}", new StringContent(report)));
            }
        }

        var record = _bench.Run(() => _bench.App.Services.GetRequiredService<ICanaryLog>().FindAsync(default));
        Assert.Single(_bench.Cloud.Email.Taken, mail => mail.Recipient == SomeCanary.Mailbox);
        Assert.Null(record!.Last);
        Assert.Equal(Some.Monday9Am.AddMinutes(15), record.JudgedTo);
        Assert.Equal(3, listening.Of("tipstaff.canary.missing").Count);
    }

    [Fact]
    public void OtherPeople_WhateverTheyFollow_SeeNothingOfIt()
    {
        _bench.Start();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am));
        var ada = EmailAddress.Parse("ada@example.com");
        var words = Subscription.ToQuery(Some.Subscription().Subscriber, ada, court: null, EntryQuery.Parse("canary"), Some.Monday9Am.AddDays(-1)).Confirmed(Some.Monday9Am.AddDays(-1));
        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<ISubscriptions>().TryWriteAsync([words], message: null, default)));
        _bench.Wait(TimeSpan.FromMinutes(20));
        using var client = _bench.App.CreateClient();

        Assert.True(_bench.Cloud.Email.Mailbox.Count >= 3);
        Assert.All(_bench.Cloud.Email.Mailbox, mail => Assert.Equal(SomeCanary.Mailbox, mail.Recipient));
        foreach (var path in new[] { "/", "/subscribe", "/status", "/api/courts", "/openapi/v1.json", "/manage" })
        {
            var text = _bench.Run(() => client.GetStringAsync(path == "/manage" ? "/site.css" : path));
            Assert.DoesNotContain("In re Canary", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(">canary<", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("\"id\":\"canary\"", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(CanaryCourt.Court.Name, text, StringComparison.OrdinalIgnoreCase);
        }

        using var docket = _bench.Run(() => client.GetAsync($"/api/dockets/canary/{CanaryCourt.DocketOf(_bench.Now)}"));
        using var asked = _bench.Run(() => client.PostAsync(
            "/api/subscriptions", new StringContent("""{"email":"ada@example.com","court":"canary"}""", System.Text.Encoding.UTF8, "application/json")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (docket.StatusCode, asked.StatusCode));
    }

    [Fact]
    public void Off_Unset_NothingIsFiled()
    {
        _bench.Settings.Remove("Canary__Address");
        _bench.Start();

        _bench.Wait(TimeSpan.FromMinutes(20));

        using var client = _bench.App.CreateClient();
        using var health = JsonDocument.Parse(_bench.Run(() => client.GetStringAsync("/health")));
        Assert.Equal(JsonValueKind.Null, health.RootElement.GetProperty("canary").ValueKind);
        Assert.Null(_bench.Run(() => _bench.App.Services.GetRequiredService<IDockets>().FindCourtAsync(CanaryCourt.Id, default)));
        Assert.Empty(_bench.Cloud.Email.Taken);
    }

    [Fact]
    public void Setting_NoAddress_StopsTheStart()
    {
        _bench.Settings["Canary__Address"] = "nobody";

        var fault = Record.Exception(() => _bench.Start());

        Assert.Contains("Canary:Address is no e-mail address", fault!.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("acs", 47, true)]
    [InlineData("acs", 48, false)]
    [InlineData("smtp", 47, false)]
    public void Quota_OfWhichTheCanaryWouldTakeMoreThanAQuarter_StopsTheStart(string providers, int perHour, bool isRefused)
    {
        (_bench.Settings["Mail__Providers"], _bench.Settings["Acs__PerHour"]) = (providers, $"{perHour}");
        (_bench.Settings["Smtp__Host"], _bench.Settings["Smtp__Port"]) = ("mail.example.com", "587");

        var fault = Record.Exception(() => _bench.Start());

        Assert.Equal(isRefused, fault is not null);
        Assert.True(!isRefused || fault!.ToString().Contains("Acs:PerHour (47) must be at least 48 where there is a canary, which takes 12", StringComparison.Ordinal));
    }

    [Fact]
    public void InstanceReplaced_MinutesLater_NothingIsMissedOrToldTwice()
    {
        _bench.Start();
        _bench.Wait(TimeSpan.FromMinutes(21));
        var record = _bench.Run(() => _bench.App.Services.GetRequiredService<ICanaryLog>().FindAsync(default));

        _bench.Start();
        _bench.Wait(TimeSpan.FromMinutes(20));

        var after = _bench.Run(() => _bench.App.Services.GetRequiredService<ICanaryLog>().FindAsync(default));
        Assert.Equal(record!.Since, after!.Since);
        Assert.Equal(8, _bench.Cloud.Email.Mailbox.Count);
        Assert.Equal(8, after.Entries.Count(entry => entry.ArrivedAt is not null));
    }

    private JsonElement Canary()
    {
        using var client = _bench.App.CreateClient();
        _bench.Run(() => client.GetStringAsync("/health"));
        _bench.Wait(TimeSpan.FromSeconds(11));
        _bench.Run(() => client.GetStringAsync("/health"));
        _bench.Wait(TimeSpan.FromSeconds(1));
        using var health = JsonDocument.Parse(_bench.Run(() => client.GetStringAsync("/health")));
        return health.RootElement.GetProperty("canary").Clone();
    }
}
