using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Idempotency;
using Tipstaff.Tests.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>Requests that come twice under one <c>Idempotency-Key</c>, through both heads.</summary>
public sealed class RepeatedRequestsTests
{
    private const string Path = "/api/subscriptions";
    private const string Key = "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"";

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_SameKey_AnswersTheSameBodyTheSameAndRefusesAnother(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);

        using var plain = await head.PostAsync(Path, Body("grace@example.com"));
        using var first = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));
        using var again = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));
        using var other = await head.PostAsync(Path, Body("eve@example.com"), (ClientKey.Field, Key));
        using var unreadable = await head.PostAsync(Path, "{", (ClientKey.Field, Key));
        using var wrong = await head.PostAsync(Path, Body("nobody"), (ClientKey.Field, Key));
        head.Advance(KeyedRequest.HonouredFor);
        using var late = await head.PostAsync(Path, "{", (ClientKey.Field, Key));
        using var tomorrow = await head.PostAsync(Path, Body("eve@example.com"), (ClientKey.Field, Key));

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        Assert.Equal(await ShownAsync(plain), await ShownAsync(first));
        Assert.Equal(await ShownAsync(first), await ShownAsync(again));
        await WebAnswer.ProblemAsync(other, HttpStatusCode.UnprocessableEntity, "key-reused");
        await WebAnswer.ProblemAsync(unreadable, HttpStatusCode.UnprocessableEntity, "key-reused");
        await WebAnswer.ProblemAsync(wrong, HttpStatusCode.UnprocessableEntity, "key-reused");
        await WebAnswer.ProblemAsync(late, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(HttpStatusCode.Accepted, tomorrow.StatusCode);
        Assert.Single(await head.OfAsync("ada@example.com"));
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_FirstDiedBeforeItsAnswerWasKept_Is409UntilTheTimeItNames(string name)
    {
        var requests = new LosesAnswers();
        await using var head = await HeadUnderTest.StartAsync(name, adjust: services => services.AddSingleton<IKeyedRequests>(requests));
        using var first = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));

        using var under = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));
        head.Advance(under.Headers.RetryAfter!.Delta!.Value);
        using var later = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));

        await WebAnswer.ProblemAsync(under, HttpStatusCode.Conflict, "request-under-way");
        Assert.InRange(under.Headers.RetryAfter.Delta.Value, TimeSpan.FromSeconds(1), KeyedRequest.Lease);
        Assert.Equal(HttpStatusCode.Accepted, later.StatusCode);
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Post_KeyThatIsNone_IsNamedAndNothingIsDone(string name)
    {
        await using var head = await HeadUnderTest.StartAsync(name);
        foreach (var key in new[] { "\"", "a b", "\"\"", new string('k', ClientKey.MaxLength + 1) })
        {
            using var answer = await head.PostAsync(Path, Body(), (ClientKey.Field, key));

            var problem = await WebAnswer.ProblemAsync(answer, HttpStatusCode.BadRequest, "invalid-request");
            Assert.NotEmpty(problem.GetProperty("errors").GetProperty(ClientKey.Field).GetString()!);
        }

        Assert.Empty(await head.OfAsync("ada@example.com"));
    }

    [Fact]
    public async Task Post_BodyThatCannotBeRead_MayBeCorrectedUnderItsKey()
    {
        await using var head = await HeadUnderTest.StartAsync(HeadUnderTest.Local);

        using var wrong = await head.PostAsync(Path, Body("nobody"), (ClientKey.Field, Key));
        using var right = await head.PostAsync(Path, Body(), (ClientKey.Field, Key));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Accepted), (wrong.StatusCode, right.StatusCode));
    }

    private static async Task<string> ShownAsync(HttpResponseMessage answer) =>
        $"{(int)answer.StatusCode} {answer.Content.Headers.ContentType} {answer.Headers.CacheControl} {await answer.Content.ReadAsStringAsync()}";

    private static string Body(string mailbox = "ada@example.com") => $$"""{"email":"{{mailbox}}","court":"nysd","docketNumber":"1:26-cv-01234"}""";

    private sealed class LosesAnswers : IKeyedRequests
    {
        private readonly InMemoryKeyedRequests _requests = new();

        public Task<KeyedRequest?> FindAsync(string key, CancellationToken cancellationToken) => _requests.FindAsync(key, cancellationToken);

        public Task<bool> TryWriteAsync(KeyedRequest next, CancellationToken cancellationToken) =>
            next.Answer is null ? _requests.TryWriteAsync(next, cancellationToken) : Task.FromResult(false);

        public Task<int> ForgetAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => _requests.ForgetAsync(now, max, cancellationToken);
    }
}
