using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Checks;
using Tipstaff.Links;
using Tipstaff.Outbox;
using Tipstaff.Signatures;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Hostile;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.OpenApi;

/// <summary>A head and the people who ask it: each exercise has subscribers, dockets and dead letters of its own.</summary>
internal sealed class World(HeadUnderTest head)
{
    private int _count;

    public HeadUnderTest Head { get; } = head;

    /// <summary>A number that nobody else has.</summary>
    public int Next() => Interlocked.Increment(ref _count);

    /// <summary>A confirmed subscription of somebody new.</summary>
    public Task<Subscription> FollowAsync() => Head.FollowAsync($"reader{Next()}@example.com");

    /// <summary>The same, changed.</summary>
    public async Task<Subscription> WriteAsync(Subscription subscription)
    {
        Assert.True(await Head.RunAsync(() => Get<ISubscriptions>().TryWriteAsync([subscription], message: null, default)));
        return (await Head.FindAsync(subscription.Id))!;
    }

    /// <summary>The token of a link in a mail.</summary>
    public string Token(LinkPurpose purpose, string subject, TimeSpan? lifetime = null) =>
        Get<LinkTokens>().Mint(purpose, subject, Head.Now + (lifetime ?? TimeSpan.FromDays(1)), Head.Now);

    /// <summary>The token of the form on the first page.</summary>
    public string FormToken() => Get<FormTokens>().Mint("subscribe", Head.Now);

    /// <summary>A dead letter's key.</summary>
    public Task<IdempotencyKey> GiveUpAsync() => Head.RunAsync(async () =>
    {
        var outbox = Get<IOutbox>();
        var message = OutboxMessage.AlertMessage.Of(Some.Alert(createdAt: Head.Now, entries: Some.Entry($"{Next() + 1_000}")));
        Assert.True(await outbox.TryAddAsync(message, default));
        var claim = Assert.Single(await outbox.ClaimAsync([message.Key], Head.Now, Head.Now.AddMinutes(5), "smtp", default));
        await outbox.RecordAsync([new DeliveryRecord(message.Key, claim.ClaimToken, new Delivery.DeadLettered("554 no", Head.Now))], default);
        return message.Key;
    });

    /// <summary>A docket of which two entries are known.</summary>
    public async Task<string> RecordDocketAsync()
    {
        var docket = $"1:26-cv-{Next():D5}";
        await Head.RunAsync(async () =>
        {
            var present = await Get<IDockets>().FindCourtAsync(Some.Nysd, default) ?? CourtState.New(Some.Nysd);
            return await Get<IDockets>().TryRecordAsync(
                new CourtStep
                {
                    State = present with { CheckedAt = Head.Now, Result = CheckResult.NewEntries },
                    NewEntries = [Some.Entry($"{Next()}", "1", docket: docket, caseId: docket), Some.Entry($"{Next()}", "4", docket: docket, caseId: docket)],
                },
                default);
        });
        return docket;
    }

    public static HttpRequestMessage Plain(string method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(method), path);
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return request;
    }

    public static HttpRequestMessage Json(string method, string path, string json, params (string Name, string Value)[] headers)
    {
        var request = Plain(method, path, headers);
        request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return request;
    }

    public static HttpRequestMessage Form(string path, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var request = Plain("POST", path);
        request.Content = new FormUrlEncodedContent(fields);
        return request;
    }

    /// <summary>A request with the manage token of the subscription's owner.</summary>
    public HttpRequestMessage Owned(HttpRequestMessage request, Subscription own)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token(LinkPurpose.Manage, own.Subscriber.Value));
        return request;
    }

    /// <summary>A signed request.</summary>
    public HttpRequestMessage Signed(string method, string target, string? json = null, SignatureKey? key = null) =>
        SomeNewsroom.Request(Head.Host, method, target, json).Sign(key, nonce: $"nonce-{Next()}", late: Head.Now - Some.Monday9Am).Sent();

    /// <summary>A request of an operator.</summary>
    public HttpRequestMessage Operators(HttpRequestMessage request)
    {
        if (Head.OperatorKey is { } key)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return request;
    }

    public T Get<T>()
        where T : notnull =>
        Head.Services.GetRequiredService<T>();
}
