using System.Net;
using Tipstaff.Tests.Local.Web;

namespace Tipstaff.Tests.Hostile;

/// <summary>One client that asks too often, through both heads.</summary>
public sealed class TooManyRequestsTests
{
    private const string Path = "/api/subscriptions";

    [Fact]
    public async Task Post_TenThousandSubscriptionsByOneClient_TakesAMinutesShare()
    {
        await using var head = await HeadUnderTest.StartAsync(HeadUnderTest.Local);
        var answers = new List<HttpStatusCode>();
        foreach (var some in Enumerable.Range(1, 10_000).Chunk(100))
        {
            foreach (var answer in await Task.WhenAll(some.Select(n => head.PostAsync(Path, Body($"reader{n}@example.com")))))
            {
                answers.Add(answer.StatusCode);
                answer.Dispose();
            }
        }

        Assert.Equal(60, answers.Count(status => status == HttpStatusCode.Accepted));
        Assert.Equal(9_940, answers.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal((60, 60), (head.Stored().Count(IsSubscription), head.Stored().Count(IsMessage)));

        static bool IsSubscription(string row) => row.StartsWith("subscriptions ", StringComparison.Ordinal);
        static bool IsMessage(string row) => row.StartsWith("outbox ", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_AThousandSubscriptionsInOneName_KeepADaysShareAndAMailADay(string name)
    {
        const int share = 100;
        await using var head = await HeadUnderTest.StartAsync(name, limits => limits.WritesPerMinute = 10_000);
        for (var number = 1; number <= 1_000; number++)
        {
            using var answer = await head.PostAsync(Path, $$"""{"email":"ada@example.com","court":"nysd","docketNumber":"1:26-cv-{{number:D5}}"}""");
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        // In tables the messages' rows are o|KEY, and the index of followers has a row for each subscription, too.
        Assert.Equal(share, (await head.OfAsync("ada@example.com")).Count);
        // Today's mail may have gone: the next one waits for tomorrow.
        Assert.InRange(head.Stored().Count(row => row.StartsWith("outbox ", StringComparison.Ordinal) && (name == HeadUnderTest.Local || row.Contains(" o|", StringComparison.Ordinal))), 1, 2);
        Assert.InRange(head.Stored().Count, share, 6 * share);
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_MoreThanAMinutesShare_Is429UntilTheTimeItNames(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name, limits => limits.WritesPerMinute = 3);
        for (var n = 0; n < 3; n++)
        {
            using var taken = await head.PostAsync(Path, Body());
            Assert.Equal(HttpStatusCode.Accepted, taken.StatusCode);
        }

        using var refused = await head.PostAsync(Path, Body("grace@example.com"));
        using var page = await head.PostAsync("/confirm", "");
        using var read = await head.SendAsync(new HttpRequestMessage(HttpMethod.Get, "/"));
        using var end = await head.PostAsync("/unsubscribe", "");
        head.Advance(refused.Headers.RetryAfter!.Delta!.Value);
        using var later = await head.PostAsync(Path, Body());

        await WebAnswer.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "too-many-requests");
        Assert.InRange(refused.Headers.RetryAfter.Delta.Value.TotalSeconds, 1, 20);
        Assert.Empty(await head.OfAsync("grace@example.com"));
        Assert.Equal("Too many requests", (await WebAnswer.PageAsync(page, HttpStatusCode.TooManyRequests)).Heading());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (read.StatusCode, end.StatusCode, later.StatusCode));
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Get_MoreThanAMinutesShare_Is429ButHealthIsFree(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name, limits => limits.ReadsPerMinute = 2);

        Assert.Equal([200, 200, 429, 429], await StatusesAsync("/site.css", "/site.css", "/site.css", "/"));
        Assert.Equal([200, 200, 200], await StatusesAsync("/health/live", "/health/live", "/health/live"));

        async Task<IReadOnlyList<int>> StatusesAsync(params string[] paths)
        {
            var statuses = new List<int>();
            foreach (var path in paths)
            {
                using var answer = await head.SendAsync(new HttpRequestMessage(HttpMethod.Get, path));
                statuses.Add((int)answer.StatusCode);
            }

            return statuses;
        }
    }

    [Theory]
    [InlineData(HeadUnderTest.Local, 0, HttpStatusCode.TooManyRequests)]
    [InlineData(HeadUnderTest.Local, 1, HttpStatusCode.Accepted)]
    [InlineData(HeadUnderTest.Cloud, null, HttpStatusCode.Accepted)]
    public async Task Post_AnotherClientBehindTheProxy_HasAShareOfItsOwn(string name, int? proxies, HttpStatusCode expected)
    {
        await using var head = await HeadUnderTest.StartAsync(name, limits =>
        {
            limits.WritesPerMinute = 1;
            limits.Proxies = proxies ?? limits.Proxies;
        });
        using var one = await head.PostAsync(Path, Body(), ("X-Forwarded-For", "192.0.2.1:50111"));

        using var other = await head.PostAsync(Path, Body(), ("X-Forwarded-For", "192.0.2.2:50112"));
        using var pretending = await head.PostAsync(Path, Body(), ("X-Forwarded-For", "192.0.2.3, 192.0.2.1:50113"));

        Assert.Equal((HttpStatusCode.Accepted, expected, HttpStatusCode.TooManyRequests), (one.StatusCode, other.StatusCode, pretending.StatusCode));
    }

    private static string Body(string mailbox = "ada@example.com") => $$"""{"email":"{{mailbox}}","court":"nysd","docketNumber":"1:26-cv-01234"}""";
}
