using System.Net;
using Tipstaff.Links;

namespace Tipstaff.Tests.Hostile;

/// <summary>Tokens of links of which one character is another one, each by each, through both heads, before and after a rotation.</summary>
public sealed class TamperedTokensTests
{
    public static TheoryData<string, LinkPurpose, bool> Each()
    {
        var data = new TheoryData<string, LinkPurpose, bool>();
        foreach (var head in new[] { HeadUnderTest.Local, HeadUnderTest.Cloud })
        {
            foreach (var purpose in Enum.GetValues<LinkPurpose>())
            {
                data.Add(head, purpose, false);
                data.Add(head, purpose, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task Token_AnyCharacterChanged_OpensNothingAndChangesNothing(string name, LinkPurpose purpose, bool isRotated)
    {
        await using var head = await HeadUnderTest.StartAsync(
            name,
            limits => (limits.WritesPerMinute, limits.ReadsPerMinute) = (10_000, 100_000),
            services => RotatedKeysTests.Rotate(services, isRotated ? Support.Some.Monday9Am : Support.Some.Monday9Am.AddYears(1)));
        var own = await head.FollowAsync();
        var token = head.Token(purpose, purpose is LinkPurpose.Unsubscribe ? own.Id.Value : own.Subscriber.Value);
        var path = purpose switch { LinkPurpose.Confirm => "/confirm", LinkPurpose.Manage => "/manage", _ => "/unsubscribe" };
        using var good = await head.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?token={token}"));
        var before = head.Stored();

        for (var at = 0; at < token.Length; at++)
        {
            var changed = $"{token[..at]}{(token[at] == 'A' ? 'B' : 'A')}{token[(at + 1)..]}";
            using var get = await head.SendAsync(new HttpRequestMessage(HttpMethod.Get, $"{path}?token={changed}"));
            using var post = await head.SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent([KeyValuePair.Create("token", changed), KeyValuePair.Create("do", "end"), KeyValuePair.Create("id", own.Id.Value)]),
            });
            using var asked = await head.SendAsync(new HttpRequestMessage(HttpMethod.Delete, $"/api/subscriptions/{own.Id}") { Headers = { { "Authorization", $"Bearer {changed}" } } });

            Assert.Equal((at, HttpStatusCode.BadRequest), (at, get.StatusCode));
            Assert.Equal((at, HttpStatusCode.BadRequest), (at, post.StatusCode));
            Assert.Equal((at, HttpStatusCode.Unauthorized), (at, asked.StatusCode));
        }

        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.Equal(isRotated ? 60 : 56, token.Length);
        Assert.Equal(before, head.Stored());
    }
}
