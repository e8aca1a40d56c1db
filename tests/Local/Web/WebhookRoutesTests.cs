using System.Net;
using System.Text;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Local.Web;

/// <summary>Webhooks over the routes and pages of their owner.</summary>
public sealed class WebhookRoutesTests : IAsyncLifetime
{
    private const string Ada = "ada@example.com";
    private const string Hook = "https://hooks.example.com/tipstaff?token=t0ken";

    private readonly ScriptedReceivers _receivers = new();
    private LocalHost _host = null!;

    public async ValueTask InitializeAsync() =>
        _host = await LocalHost.StartAsync(services => services.Replace(ServiceDescriptor.Singleton<IWebhookReceivers>(_receivers)));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Confirm_Webhook_ShowsItsSecretOnceAndTheButtonForItsChallenge()
    {
        await AskAsync();
        using var mail = await _host.GetAsync($"/confirm?token={Token(LinkPurpose.Confirm)}");
        var before = await WebAnswer.PageAsync(mail);
        Assert.Contains("to the webhook https://hooks.example.com/…", before.Body!.TextContent, StringComparison.Ordinal);

        using var first = await _host.PostFormAsync("/confirm", Token(LinkPurpose.Confirm));
        using var again = await _host.PostFormAsync("/confirm", Token(LinkPurpose.Confirm));

        var page = await WebAnswer.PageAsync(first);
        Assert.True(WebhookSecret.TryParse(page.QuerySelector("code")!.TextContent, provider: null, out _));
        Assert.DoesNotContain("t0ken", page.Source.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", (await WebAnswer.PageAsync(again)).Source.Text, StringComparison.Ordinal);
        Assert.Empty(_receivers.Challenged);
        using var verified = await PressAsync(page.QuerySelector("form[aria-label=Challenge]")!);
        Assert.Contains("Your receiver wants our webhooks", (await WebAnswer.PageAsync(verified)).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(_host.Clock.GetUtcNow(), (await ReadAsync()).TellsSince);
    }

    [Fact]
    public async Task Confirm_SecondSubscriptionToAVerifiedUrl_NeedsNoChallenge()
    {
        await VerifiedAsync();
        await AskAsync("1:26-cv-05678");

        using var answer = await _host.PostFormAsync("/confirm", Token(LinkPurpose.Confirm));

        Assert.Null((await WebAnswer.PageAsync(answer)).QuerySelector("code"));
        Assert.All(await _host.OfAsync(Ada), one => Assert.NotNull(one.TellsSince));
        Assert.Single(_receivers.Challenged);
    }

    [Fact]
    public async Task Get_Webhook_TellsItsUrlAndHowItStands()
    {
        var own = await ConfirmedAsync();
        _receivers.OnChallenge = _ => Task.FromResult<ChallengeOutcome>(new ChallengeOutcome.Failed("It answered 500."));
        using var first = await SendAsync("GET", $"/api/subscriptions/{own.Id}");
        using var failed = await SendAsync("POST", $"/api/subscriptions/{own.Id}/challenge");

        using var second = await SendAsync("GET", $"/api/subscriptions/{own.Id}", ("If-None-Match", first.Headers.ETag!.ToString()));
        using var list = await SendAsync("GET", "/api/subscriptions");

        var before = (await JsonAsync(first)).GetProperty("webhook");
        var (after, listed) = (await JsonAsync(second), Assert.Single((await JsonAsync(list)).GetProperty("subscriptions").EnumerateArray()));
        Assert.Equal((false, JsonValueKind.Null), (before.GetProperty("verified").GetBoolean(), before.GetProperty("challengeFailure").ValueKind));
        Assert.Equal((Hook, "It answered 500."), (after.GetProperty("channel").GetString(), after.GetProperty("webhook").GetProperty("challengeFailure").GetString()));
        Assert.Equal(after.ToString(), listed.ToString());
        var problem = await WebAnswer.ProblemAsync(failed, HttpStatusCode.UnprocessableEntity, "challenge-failed");
        Assert.Equal("It answered 500.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Challenge_AskedTooSoon_Is429UntilTheTimeItNames()
    {
        var own = await ConfirmedAsync();
        using var passed = await SendAsync("POST", $"/api/subscriptions/{own.Id}/challenge");

        using var soon = await SendAsync("POST", $"/api/subscriptions/{own.Id}/challenge");
        using var onThePage = await PostAsync(("do", "verify"), ("id", own.Id.Value));
        _host.Clock.Advance(soon.Headers.RetryAfter!.Delta!.Value);
        using var later = await SendAsync("POST", $"/api/subscriptions/{own.Id}/challenge");

        Assert.True((await JsonAsync(passed)).GetProperty("webhook").GetProperty("verified").GetBoolean());
        await WebAnswer.ProblemAsync(soon, HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.Contains("10 seconds", (await WebAnswer.PageAsync(onThePage, HttpStatusCode.TooManyRequests)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, 2), (later.StatusCode, _receivers.Challenged.Count));
    }

    [Fact]
    public async Task Secret_Asked_IsANewOneAndTheOneBeforeSignsForADay()
    {
        var own = await ConfirmedAsync();

        using var answer = await SendAsync("POST", $"/api/subscriptions/{own.Id}/secret");
        using var page = await PostAsync(("do", "secret"), ("id", own.Id.Value));

        var made = await JsonAsync(answer);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(_host.Clock.GetUtcNow().AddDays(1), made.GetProperty("previousSecretUntil").GetDateTimeOffset());
        var shown = (await WebAnswer.PageAsync(page)).QuerySelector("code")!.TextContent;
        Assert.NotEqual(made.GetProperty("secret").GetString(), shown);
        var known = await _host.Services.GetRequiredService<IWebhookEndpoints>().FindAsync(own.Subscriber, default);
        Assert.Equal(
            [shown, made.GetProperty("secret").GetString()],
            _host.Services.GetRequiredService<WebhookSecrets>().KeysOf(own.Subscriber, known!.Endpoints[0]).At(_host.Clock.GetUtcNow()).Select(secret => secret.Reveal()));
        using var manage = await _host.GetAsync($"/manage?token={Token(LinkPurpose.Manage)}");
        Assert.DoesNotContain("whsec_", await manage.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret")]
    [InlineData("challenge")]
    public async Task EachRoute_OfAnotherOrNoWebhook_IsRefused(string route)
    {
        var own = await ConfirmedAsync();
        await _host.SubscribeAsync(docket: "1:26-cv-00001");
        await _host.ConfirmAsync();
        var byMail = (await _host.OfAsync(Ada)).Single(one => one.Webhook is null);
        await AskAsync("1:26-cv-05678");
        var pending = (await _host.OfAsync(Ada)).Single(one => one.State is SubscriptionState.Pending);

        using var nobody = await _host.SendAsync(HttpMethod.Post, $"/api/subscriptions/{own.Id}/{route}");
        using var another = await SendAsync("POST", $"/api/subscriptions/{own.Id}/{route}", ("Authorization", $"Bearer {_host.Token(LinkPurpose.Manage, _host.IdOf("eve@example.com").Value)}"));
        using var unknown = await SendAsync("POST", $"/api/subscriptions/nonsense/{route}");
        using var mail = await SendAsync("POST", $"/api/subscriptions/{byMail.Id}/{route}");
        using var waiting = await SendAsync("POST", $"/api/subscriptions/{pending.Id}/{route}");

        await WebAnswer.ProblemAsync(nobody, HttpStatusCode.Unauthorized, "unauthorized");
        await WebAnswer.ProblemAsync(another, HttpStatusCode.NotFound, "not-found");
        await WebAnswer.ProblemAsync(unknown, HttpStatusCode.NotFound, "not-found");
        await WebAnswer.ProblemAsync(mail, HttpStatusCode.Conflict, "no-webhook");
        await WebAnswer.ProblemAsync(waiting, HttpStatusCode.Conflict, "no-webhook");
        Assert.Empty(_receivers.Challenged);
    }

    [Fact]
    public async Task Patch_WebhookToADigest_IsRefusedAndTheRestMayChange()
    {
        var own = await ConfirmedAsync();

        using var digest = await SendAsync("PATCH", $"/api/subscriptions/{own.Id}", "{\"cadence\":\"daily\"}");
        using var channel = await SendAsync("PATCH", $"/api/subscriptions/{own.Id}", "{\"channel\":\"email\"}");
        using var onThePage = await PostAsync(("do", "save"), ("id", own.Id.Value), ("version", "2"), ("cadence", "daily"), ("digestHour", "8"));
        using var paused = await SendAsync("PATCH", $"/api/subscriptions/{own.Id}", "{\"paused\":true,\"include\":[\"order\"]}");

        var problem = await WebAnswer.ProblemAsync(digest, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Contains("at once", problem.GetProperty("errors").GetProperty("cadence").GetString(), StringComparison.Ordinal);
        Assert.True((await WebAnswer.ProblemAsync(channel, HttpStatusCode.BadRequest, "invalid-request")).GetProperty("errors").TryGetProperty("channel", out _));
        Assert.Contains("at once", (await WebAnswer.PageAsync(onThePage, HttpStatusCode.BadRequest)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(("paused", Hook), ((await JsonAsync(paused)).GetProperty("state").GetString(), (await JsonAsync(paused)).GetProperty("channel").GetString()));
        Assert.Equal(Cadence.Immediate, (await ReadAsync()).Cadence);
    }

    [Fact]
    public async Task Form_WithAUrl_AsksForAWebhook()
    {
        using var first = await _host.GetAsync("/");
        var form = (await WebAnswer.PageAsync(first)).QuerySelector("input[name=form]")!.GetAttribute("value")!;
        (string, string)[] typed = [("form", form), ("email", Ada), ("court", "nysd"), ("docketNumber", "1:26-cv-01234"), ("cadence", "immediate")];

        using var wrong = await _host.SendAsync(HttpMethod.Post, "/subscribe", Form([.. typed, ("channel", "https://127.0.0.1/")]));
        using var taken = await _host.SendAsync(HttpMethod.Post, "/subscribe", Form([.. typed, ("channel", Hook)]));

        var refused = await WebAnswer.PageAsync(wrong, HttpStatusCode.BadRequest);
        Assert.NotNull(refused.QuerySelector("details[open] #channel[aria-invalid=true]"));
        Assert.Contains("to the webhook https://hooks.example.com/…", (await WebAnswer.PageAsync(taken)).Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(Hook, (await ReadAsync()).Webhook!.Value);
    }

    private async Task AskAsync(string docket = "1:26-cv-01234")
    {
        using var answer = await _host.PostJsonAsync($$"""{"email":"{{Ada}}","court":"nysd","docketNumber":"{{docket}}","channel":"{{Hook}}"}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<Subscription> ConfirmedAsync()
    {
        await AskAsync();
        using var answer = await _host.PostFormAsync("/confirm", Token(LinkPurpose.Confirm));
        return await ReadAsync();
    }

    private async Task VerifiedAsync()
    {
        var own = await ConfirmedAsync();
        using var answer = await SendAsync("POST", $"/api/subscriptions/{own.Id}/challenge");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<Subscription> ReadAsync() => Assert.Single(await _host.OfAsync(Ada), one => one.Webhook is not null);

    private string Token(LinkPurpose purpose) => _host.Token(purpose, _host.IdOf(Ada).Value);

    private Task<HttpResponseMessage> PressAsync(IElement form) => _host.SendAsync(HttpMethod.Post, $"/{form.GetAttribute("action")}", Form(
        [.. form.QuerySelectorAll("input, button").Select(field => (field.GetAttribute("name")!, field.GetAttribute("value")!))]));

    private Task<HttpResponseMessage> PostAsync(params (string Name, string Value)[] fields) =>
        _host.SendAsync(HttpMethod.Post, "/manage", Form([.. fields, ("token", Token(LinkPurpose.Manage))]));

    private static FormUrlEncodedContent Form((string Name, string Value)[] fields) => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private Task<HttpResponseMessage> SendAsync(string method, string path, params (string Name, string Value)[] headers) => SendAsync(method, path, json: null, headers);

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? json, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers.Append(("Authorization", $"Bearer {Token(LinkPurpose.Manage)}")).DistinctBy(header => header.Item1))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
