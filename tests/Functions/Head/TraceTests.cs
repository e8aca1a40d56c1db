using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Functions.Head;

/// <summary>One trace from the court's answer to the mail provider's, through the whole Azure head.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly CloudBench _bench = new();
    private readonly HeardSpans _heard = new();
    private readonly TracedLines _lines = new();
    private readonly ScriptedMailProvider _provider = new();

    public TraceTests()
    {
        Start();
        _bench.Court.Gives(SomeFeed.Of(Some.Monday9Am, SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));
    }

    public void Dispose()
    {
        _heard.Dispose();
        _bench.Dispose();
    }

    [Fact]
    public void NewEntry_OfAFollowedDocket_IsOneTraceFromItsCheckToItsMail()
    {
        Begin();
        File();
        _bench.Wait(TimeSpan.FromMinutes(2));

        var trace = TraceOf(Assert.Single(_provider.Mails));
        var (check, deliver) = (_heard.One(trace, "check"), _heard.One(trace, "deliver"));
        Assert.Equal("attempt=1 court=nysd outcome=new_entries", HeardSpans.Tags(check));
        Assert.Equal($"attempt=1 channel=mail end=delivered message={Alert().Key}", HeardSpans.Tags(deliver));
        Assert.Equal((check.SpanId, deliver.SpanId), (deliver.ParentSpanId, _heard.One(trace, "send").ParentSpanId));
        Assert.Contains(_lines.Of(1001), line => line.Trace == trace);
        Assert.Equal([trace], _lines.Of(4001).Select(line => line.Trace));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void InstanceKilled_BetweenTheStepAndTheQueue_AnotherGoesOnWithTheTrace()
    {
        Begin();
        var killer = new KillBefore(_bench, call => call is { Service: AzureHarness.CloudService.ServiceBus } && call.Subject.Contains("alerts", StringComparison.Ordinal));
        _bench.Cloud.Faults = killer;
        File();
        _bench.Wait(TimeSpan.FromMinutes(3));
        var (kills, mails) = (killer.Kills, _provider.Mails.Count);
        Start();
        _bench.Wait(TimeSpan.FromMinutes(15));

        Assert.Equal((1, 0), (kills, mails));
        var trace = TraceOf(Assert.Single(_provider.Mails));
        Assert.Equal(Alert().Alert.Trace!.Context.SpanId, _heard.One(trace, "deliver").ParentSpanId);
        Assert.Contains(_heard.Of(trace), span => span.OperationName == "record");
    }

    [Fact]
    public void DeadLetter_RetriedGivenUpAndReplayed_ShowsItsTraceAndKeepsIt()
    {
        Begin();
        _provider.Answer = _ => new SendOutcome.Refused("451 later", RefusalKind.Transient);
        File();
        _bench.Wait(TimeSpan.FromMinutes(2));
        var tries = _provider.Mails.Count;
        _provider.Answer = mail => mail.References is [] ? new SendOutcome.Accepted("ok") : new SendOutcome.Refused("554 no", RefusalKind.ThisMail);
        _bench.Wait(TimeSpan.FromHours(1));
        var letter = Assert.Single(_bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().DeadLettersAsync(9, after: null, default)));
        var listed = Listed();
        _provider.Answer = _ => new SendOutcome.Accepted("ok");
        Start();
        _bench.Run(() => _bench.App.Services.GetRequiredService<ReplayDeadLetters>().RunAsync([], default));
        _bench.Wait(TimeSpan.FromMinutes(5));

        var (told, alerts) = (_provider.Mails.Where(mail => mail.References is []).ToList(), _provider.Mails.Where(mail => mail.References is not []).ToList());
        var trace = Assert.Single(alerts.Select(TraceOf).Distinct());
        Assert.True(tries > 1 && alerts.Count > tries + 1, $"{tries} tries, {alerts.Count} with the replay");
        Assert.Single(alerts.SkipLast(1).Select(mail => Convert.ToBase64String(MimeWriter.ToBytes(mail))).Distinct());
        // The links of what is replayed are new ones.
        Assert.Single(alerts.Select(mail => (mail.Key, mail.Subject)).Distinct());
        Assert.Equal((trace, trace), (letter.Trace, listed));
        Assert.Contains(told, mail => mail.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).SkipWhile(word => word != "trace").Skip(1).FirstOrDefault() == $"{trace},");
        Assert.Equal(alerts.Count, _heard.Of(trace).Count(span => span.OperationName == "deliver"));
        Assert.Equal([trace], _lines.Of(4004).Select(line => line.Trace));
        Assert.All(_lines.Of(4002), line => Assert.Equal(trace, line.Trace));
        Assert.Empty(_bench.Failures);
    }

    [Fact]
    public void Digest_OfTwoChecks_HasATraceOfItsOwnLinkedToThose()
    {
        Begin(Cadence.Hourly);
        File(3);
        _bench.Wait(TimeSpan.FromMinutes(5));
        File(4);
        _bench.Wait(TimeSpan.FromHours(1));

        var (trace, alerts) = (TraceOf(Assert.Single(_provider.Mails)), Rows().Select(row => row.Message).OfType<OutboxMessage.AlertMessage>().ToList());
        var deliver = _heard.One(trace, "deliver");
        Assert.Equal(2, alerts.Select(alert => alert.Trace.TraceId).Append(trace).Distinct().Count() - 1);
        Assert.Equal(alerts.Select(alert => alert.Trace.ToString()).Order(), deliver.Links.Select(link => $"00-{link.Context.TraceId}-{link.Context.SpanId}-01").Where(link => alerts.Exists(alert => alert.Trace.ToString() == link)).Order());
        Assert.All(alerts, alert => Assert.Contains($"end=folded message={alert.Key}", HeardSpans.Tags(_heard.One(alert.Trace.TraceId, "deliver")), StringComparison.Ordinal));
        Assert.Empty(_bench.Failures);
    }

    private static string TraceOf(OutgoingMail mail) => mail.Headers.Single(header => header.Key == Spans.Header).Value;

    private void Start() => _bench.Start(services => services
        .Replace(ServiceDescriptor.Singleton<IMailProvider>(_provider))
        .AddSingleton<ILoggerProvider>(_lines)
        .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace)));

    private void Begin(Cadence cadence = Cadence.Immediate)
    {
        var subscription = Some.Subscription(confirmedAt: Some.Monday9Am.AddMinutes(-1)) with { Cadence = cadence };
        Assert.True(_bench.Run(() => _bench.App.Services.GetRequiredService<ISubscriptions>().TryWriteAsync([subscription], message: null, default)));
        _bench.Wait(TimeSpan.FromMinutes(3));
    }

    private void File(int sequence = 3) =>
        _bench.Court.Gives(SomeFeed.Of(_bench.Now, SomeFeed.Item(sequence, _bench.Now), SomeFeed.Item(2, Some.Monday9Am.AddHours(-1))));

    private OutboxMessage.AlertMessage Alert() => Assert.Single(Rows().Select(row => row.Message).OfType<OutboxMessage.AlertMessage>());

    private IReadOnlyList<OutboxRow> Rows() => _bench.Run(() => _bench.App.Services.GetRequiredService<IOutbox>().NewestAsync(50, default));

    // As operators are answered.
    private string? Listed()
    {
        using var client = _bench.App.CreateClient();
        client.DefaultRequestHeaders.Add("x-functions-key", _bench.Cloud.Keys.Master);
        var answer = _bench.Run(() => client.GetFromJsonAsync<JsonElement>("/api/operations/dead-letters"));
        return Assert.Single(answer.GetProperty("deadLetters").EnumerateArray()).GetProperty("trace").GetString();
    }
}
