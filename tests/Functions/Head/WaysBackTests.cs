using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.AzureHarness;
using Tipstaff.Checks;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>Ways back from trouble that no ordinary day takes: an abandoned claim, a replay, a feed that moved, a damaged row.</summary>
public sealed class WaysBackTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly ScriptedMailProvider _provider = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void InstanceDies_WhileItHandsOver_TheAlertGoesOutWhenItsClaimLapses()
    {
        Begin();
        _provider.Answer = _ =>
        {
            _bench.App.Kill();
            return new SendOutcome.Accepted("nobody hears it");
        };
        File(3);
        _bench.Wait(TimeSpan.FromMinutes(1));
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        Start();

        // The lease is 5 minutes; the sweep's patience and its tick would make it 8 and more.
        _bench.Wait(new OutboxOptions().Lease + TimeSpan.FromMinutes(1));

        Assert.Equal(OutboxState.Delivered, Assert.Single(Rows()).State);
    }

    [Fact]
    public void Message_StillBeingSentAfterItsLeaseLapsed_AnotherOneForItLooksOnceASecond()
    {
        Begin();
        _provider.Before = (_, _) => Task.Delay(TimeSpan.FromMinutes(7), _bench.Cloud.Time, CancellationToken.None);
        File(3);
        _bench.Wait(new OutboxOptions().Lease + TimeSpan.FromMinutes(2));
        var key = Assert.Single(Rows()).Message.Key;
        var sends = new CountsSends();
        _bench.Cloud.Faults = sends;

        _bench.Run(async () =>
        {
            await _bench.App.Services.GetRequiredService<IDeliveryQueue>().EnqueueAsync([key], default);
            return true;
        });
        _bench.Wait(TimeSpan.FromSeconds(20));

        Assert.InRange(sends.ToAlerts, 10, 25);
    }

    [Fact]
    public void PostReplay_DeadLetter_GoesOut_ForWhoHasTheKeyOnly()
    {
        Begin();
        _provider.Answer = _ => new SendOutcome.Refused("554 no", RefusalKind.ThisMail);
        File(3);
        _bench.Wait(TimeSpan.FromSeconds(90));
        var dead = Rows().Single(row => row.State is OutboxState.DeadLettered).Message.Key;
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        using var client = _bench.App.CreateClient();

        using var stranger = _bench.Run(() => client.PostAsync($"/api/operations/replay/{dead}", content: null));
        using var rubbish = _bench.Run(() => client.PostAsync($"/api/operations/replay/rubbish?code={_bench.Cloud.Keys.Master}", content: null));
        using var operators = _bench.Run(() => client.PostAsync($"/api/operations/replay/{dead}?code={_bench.Cloud.Keys.Master}", content: null));
        _bench.Wait(TimeSpan.FromMinutes(1));

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.BadRequest, HttpStatusCode.OK], new[] { stranger, rubbish, operators }.Select(answer => answer.StatusCode));
        Assert.Equal(OutboxState.Delivered, Rows().Single(row => row.Message.Key == dead).State);
    }

    [Fact]
    public void FeedMoves_WhileItsCourtIsHeld_TheCourtIsAskedThere()
    {
        Begin();
        _bench.Court.Answer = new FeedFetch.Unavailable("503", RetryAfter: null);
        for (var waited = 0; State().Breaker.IsClosed; waited++)
        {
            Assert.True(waited < 30, "The breaker did not open within 30 minutes.");
            _bench.Wait(TimeSpan.FromMinutes(1));
        }

        _bench.App.Kill();
        _bench.AskedWhere.Clear();
        _bench.Settings["Feeds__nysd"] = "https://moved.example.org/feed";
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        Start();

        _bench.Wait(TimeSpan.FromMinutes(12));

        Assert.Equal(("https://moved.example.org/feed", true, 0), (State().Feed, State().Breaker.IsClosed, State().Failures));
        Assert.Equal(["moved.example.org"], _bench.AskedWhere.Select(feed => feed.Host).Distinct());
    }

    private CourtState State() => _bench.Run(() => _bench.App.Services.GetRequiredService<IDockets>().FindCourtAsync(Some.Nysd, default))!;

    private void Begin()
    {
        Start();
        _bench.Follow();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
        _bench.WaitUntil(TimeSpan.FromSeconds(150));
    }

    private void Start() => _bench.Start(services => services.Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider)));

    private void File(int sequence) =>
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(sequence, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private List<OutboxRow> Rows() =>
        [.. _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(50, default)).Where(row => row.Message is OutboxMessage.AlertMessage)];

    /// <summary>Counts what is sent to the queue of alerts; what goes round without end is stopped.</summary>
    private sealed class CountsSends : ICloudFaults
    {
        private const int TooMany = 1000;

        public int ToAlerts { get; private set; }

        public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
        {
            ToAlerts += call.Operation is "SendMessages" or "SendMessage" && call.Subject.StartsWith("alerts", StringComparison.Ordinal) ? 1 : 0;
            return ToAlerts < TooMany ? Task.CompletedTask : throw new InvalidOperationException("A message goes round without end.");
        }

        public Task AfterAsync(CloudCall call, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
