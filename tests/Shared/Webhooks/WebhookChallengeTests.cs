using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Shared.Webhooks;

public sealed class WebhookChallengeTests
{
    private const string Value = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public void Create_EachTime_IsAnotherOf256Bits()
    {
        var values = Enumerable.Range(0, 100).Select(_ => WebhookChallenge.Create().Value).ToList();

        Assert.Equal(100, values.Distinct(StringComparer.Ordinal).Count());
        Assert.All(values, value => Assert.Matches("^[A-Za-z0-9_-]{43}$", value));
    }

    [Fact]
    public void ToMessage_OfAChallenge_HoldsItAsData()
    {
        var message = new WebhookChallenge(Value).ToMessage(Some.Monday9Am);

        Assert.Equal(
            $$$"""{"type":"webhook.verification","timestamp":"2026-03-02T14:00:00Z","version":1,"data":{"challenge":"{{{Value}}}"}}""",
            Encoding.ASCII.GetString(message.Body.Span));
        Assert.NotEqual(message.Id, WebhookChallenge.Create().ToMessage(Some.Monday9Am).Id);
    }

    [Theory]
    [InlineData(Value)]
    [InlineData($" {Value}\r\n")]
    [InlineData($$"""{"challenge":"{{Value}}"}""")]
    [InlineData($$"""{ "ok": true, "challenge": "{{Value}}" }""")]
    public void Judge_TheValueGivenBack_Passes(string body) =>
        Assert.Equal(new ChallengeOutcome.Passed(), new WebhookChallenge(Value).Judge(200, Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("", "another body")]
    [InlineData("OK", "another body")]
    [InlineData("Q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA", "another body")]
    [InlineData($"You sent: {Value}", "another body")]
    [InlineData($"\"{Value}\"", "another body")]
    [InlineData($$$"""{"type":"webhook.verification","version":1,"data":{"challenge":"{{{Value}}}"}}""", "another body")]
    [InlineData($$"""{"challenge":["{{Value}}"]}""", "another body")]
    [InlineData($$"""{"challenge":"{{Value}}" """, "another body")]
    [InlineData("""{"challenge":"x"}""", "another body")]
    [InlineData("""{"challenge":"\ud800"}""", "another body")]
    [InlineData("""{"challenge":null}""", "another body")]
    public void Judge_AnythingElse_FailsWithASentence(string body, string about)
    {
        var reason = Assert.IsType<ChallengeOutcome.Failed>(new WebhookChallenge(Value).Judge(200, Encoding.UTF8.GetBytes(body))).Reason;

        Assert.Contains(about, reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_AtTheLimitOfLength_EndsThere()
    {
        var (fits, isLonger) = (Value.PadRight(1024), Value.PadRight(1025));

        Assert.IsType<ChallengeOutcome.Passed>(new WebhookChallenge(Value).Judge(200, Encoding.UTF8.GetBytes(fits)));
        Assert.Contains("more than 1,024 bytes", Failure(new WebhookChallenge(Value).Judge(200, Encoding.UTF8.GetBytes(isLonger))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(500)]
    public void Judge_AnotherStatusThan200_Fails(int status) =>
        Assert.Contains($"HTTP {status}", Failure(new WebhookChallenge(Value).Judge(status, Encoding.UTF8.GetBytes(Value))), StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChallengeAsync_AReceiverThatAnswers_Passes(bool asJson)
    {
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            using var sent = await JsonDocument.ParseAsync(context.Request.Body);
            var value = sent.RootElement.GetProperty("data").GetProperty("challenge").GetString()!;
            await (asJson ? context.Response.WriteAsJsonAsync(new { challenge = value }) : context.Response.WriteAsync(value));
        });

        Assert.Equal(new ChallengeOutcome.Passed(), await ChallengeAsync(new ScriptedWebhookNetwork(receiver.Port)));
        var request = Assert.Single(receiver.Requests);
        Assert.Equal(
            SignatureVerdict.Genuine,
            WebhookSignature.Verify(request.Headers["webhook-id"], request.Headers["webhook-timestamp"], request.Headers["webhook-signature"], request.Body, Some.Monday9Am, WebhookReceiver.Keys.Current));
    }

    [Fact]
    public async Task ChallengeAsync_AReceiverThatEchoesAll_Fails()
    {
        await using var receiver = await WebhookReceiver.StartAsync(context => context.Request.Body.CopyToAsync(context.Response.Body));

        Assert.Contains("another body", Failure(await ChallengeAsync(new ScriptedWebhookNetwork(receiver.Port))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChallengeAsync_AnEndlessAnswer_FailsWithoutReadingIt()
    {
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[4096]);
            }
        });
        var network = new ScriptedWebhookNetwork(receiver.Port);

        Assert.Contains("more than 1,024 bytes", Failure(await ChallengeAsync(network)), StringComparison.Ordinal);
        Assert.InRange(network.BytesRead, 1, 100_000);
    }

    [Fact]
    public async Task ChallengeAsync_AnAnswerThatStalls_FailsInTime()
    {
        var (begun, over) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            await context.Response.StartAsync();
            begun.SetResult();
            await over.Task;
        });
        var asking = ChallengeAsync(new ScriptedWebhookNetwork(receiver.Port));

        await begun.Task;
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("no answer within 10 s", Failure(await asking), StringComparison.Ordinal);
        over.SetResult();
    }

    [Fact]
    public async Task ChallengeAsync_AnAnswerThatBreaksOff_Fails()
    {
        ScriptedWebhookNetwork? network = null;
        await using var receiver = await WebhookReceiver.StartAsync(async context =>
        {
            var before = network!.BytesRead;
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync(Value.PadRight(900));
            await context.Response.Body.FlushAsync();
            await Until.TrueAsync(() => network.BytesRead > before + 900, () => "the answer's beginning arrives");
            context.Abort();
        });
        network = new ScriptedWebhookNetwork(receiver.Port);

        Assert.Contains("did not answer the challenge: the answer broke off", Failure(await ChallengeAsync(network)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChallengeAsync_ANameThatLeadsInside_FailsWithoutTellingWhere()
    {
        var network = new ScriptedWebhookNetwork().Answers("10.1.2.3");

        var reason = Failure(await ChallengeAsync(network));

        Assert.Contains("no public address", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1.2.3", reason, StringComparison.Ordinal);
        Assert.Empty(network.Dialled);
    }

    [Fact]
    public async Task ChallengeAsync_NobodyThere_FailsWithWhatToDo() =>
        Assert.Contains("could not be reached: no connection.", Failure(await ChallengeAsync(new ScriptedWebhookNetwork())), StringComparison.Ordinal);

    private static string Failure(ChallengeOutcome outcome) => Assert.IsType<ChallengeOutcome.Failed>(outcome).Reason;

    private async Task<ChallengeOutcome> ChallengeAsync(ScriptedWebhookNetwork network)
    {
        using var sender = WebhookReceiver.Sender(network, _clock);
        return await sender.ChallengeAsync(WebhookReceiver.Url, WebhookChallenge.Create(), WebhookReceiver.Keys, TestContext.Current.CancellationToken);
    }
}
