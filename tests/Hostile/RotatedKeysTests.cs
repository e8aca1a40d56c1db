using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Idempotency;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Local.Web;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>A rotation of the keys of links, through both heads: it changes what signs links and nothing else.</summary>
public sealed class RotatedKeysTests
{
    private static readonly DateTimeOffset Rotation = Some.Monday9Am.AddDays(1);

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Links_OfTheKeyBefore_WorkForThirtyDaysAndThenSayThatTheyAreOld(string name)
    {
        await using var head = await RotatingAsync(name);
        var own = await head.FollowAsync();
        var (manage, end) = (head.Token(LinkPurpose.Manage, own.Subscriber.Value), head.Token(LinkPurpose.Unsubscribe, own.Id.Value));

        head.Advance(TimeSpan.FromDays(1));
        var young = head.Token(LinkPurpose.Manage, own.Subscriber.Value);
        Assert.Equal((56, 60), (manage.Length, young.Length));
        Assert.Equal([200, 200, 200], await StatusesAsync(head, $"/manage?token={manage}", $"/manage?token={young}", $"/unsubscribe?token={end}"));

        head.Advance(LinkKeyRing.OldLinksGoodFor - TimeSpan.FromSeconds(1));
        Assert.Equal([200, 200, 200], await StatusesAsync(head, $"/manage?token={manage}", $"/manage?token={young}", $"/unsubscribe?token={end}"));

        head.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([410, 200, 410], await StatusesAsync(head, $"/manage?token={manage}", $"/manage?token={young}", $"/unsubscribe?token={end}"));
        using var oneClick = await head.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/unsubscribe?token={end}")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("List-Unsubscribe", "One-Click")]),
        });
        Assert.Equal(HttpStatusCode.Gone, oneClick.StatusCode);
        Assert.Equal(own, await head.FindAsync(own.Id));
    }

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task Rotation_WhatElseIsDerivedOfTheSecret_StaysAsItWas(string name)
    {
        const string body = """{"email":"ada@example.com","court":"nysd","docketNumber":"1:26-cv-01234"}""";
        await using var head = await RotatingAsync(name);
        head.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMinutes(1));
        var form = head.Service<FormTokens>().Mint("subscribe", head.Now);
        using var first = await head.PostAsync("/api/subscriptions", body, (ClientKey.Field, "one"));
        var id = head.Service<SubscriberIds>().Of(EmailAddress.Parse("ada@example.com"));

        head.Advance(TimeSpan.FromMinutes(2));
        using var again = await head.PostAsync("/api/subscriptions", body, (ClientKey.Field, "one"));
        using var other = await head.PostAsync("/api/subscriptions", body.Replace("ada", "eve", StringComparison.Ordinal), (ClientKey.Field, "one"));

        Assert.Equal(60, head.Token(LinkPurpose.Manage, id.Value).Length);
        Assert.True(head.Service<FormTokens>().IsGood(form, "subscribe", head.Now));
        Assert.Equal(id, head.Service<SubscriberIds>().Of(EmailAddress.Parse("ada@example.com")));
        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.Accepted), (first.StatusCode, again.StatusCode));
        await WebAnswer.ProblemAsync(other, HttpStatusCode.UnprocessableEntity, "key-reused");
        Assert.Single(await head.OfAsync("ada@example.com"));
    }

    /// <summary>Has another key sign from a moment on.</summary>
    internal static void Rotate(IServiceCollection services, DateTimeOffset signsFrom) => services.Configure<LinkOptions>(options =>
        options.Keys["next"] = new()
        {
            Secret = Convert.ToBase64String([.. Some.Key.Reverse()]),
            SignsFrom = signsFrom.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        });

    private static Task<HeadUnderTest> RotatingAsync(string name) => HeadUnderTest.StartAsync(name, adjust: services => Rotate(services, Rotation));

    private static async Task<IReadOnlyList<int>> StatusesAsync(HeadUnderTest head, params string[] paths)
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
