using System.Net;
using System.Text;
using Tipstaff.Links;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Web;

public sealed class LinkFormTests : IAsyncLifetime
{
    private LocalHost _host = null!;
    private Subscription _doeVRoe = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await LocalHost.StartAsync();
        _doeVRoe = await _host.SubscribeAsync();
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, LinkPurpose> Buttons => new()
    {
        { "/confirm", LinkPurpose.Confirm },
        { "/unsubscribe", LinkPurpose.Unsubscribe },
    };

    [Theory]
    [MemberData(nameof(Buttons))]
    public async Task Button_ExpiredLink_IsGoneAndChangesNothing(string path, LinkPurpose purpose)
    {
        var token = TokenFor(purpose);
        _host.Clock.Advance(TimeSpan.FromDays(1));

        using var answer = await _host.PostFormAsync(path, token);

        await WebAnswer.PageAsync(answer, HttpStatusCode.Gone);
        Assert.Equal(SubscriptionState.Pending, await StateAsync());
    }

    [Theory]
    [MemberData(nameof(Buttons))]
    public async Task Button_TokenThatIsNotForIt_IsRefusedAndChangesNothing(string path, LinkPurpose purpose)
    {
        var token = TokenFor(purpose);
        string[] tokens = ["", token[..^1], $"{Other(token[0])}{token[1..]}", new('A', 100_000), .. Enum.GetValues<LinkPurpose>().Where(other => other != purpose && (purpose, other) is not (LinkPurpose.Unsubscribe, LinkPurpose.UnsubscribeDigests)).Select(other => TokenFor(other))];

        foreach (var wrong in tokens)
        {
            using var answer = await _host.PostFormAsync(path, wrong);

            await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest);
        }

        Assert.Equal(SubscriptionState.Pending, await StateAsync());
    }

    [Theory]
    [InlineData("text/plain", "token={0}")]
    [InlineData("application/json", "{{\"token\":\"{0}\"}}")]
    [InlineData("application/x-www-form-urlencoded", "")]
    [InlineData("application/x-www-form-urlencoded", "a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q&r&s&token={0}")]
    [InlineData("application/x-www-form-urlencoded", "%%%=%&token=%zz{0}")]
    [InlineData("multipart/form-data", "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{0}\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{0}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nno header\r\n\r\n{0}\r\n--x--\r\n")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"token\"; filename=\"a\"\r\n\r\n{0}\r\n--x--\r\n")]
    public async Task Button_NoFormThatCanBeRead_IsRefusedAndChangesNothing(string type, string body)
    {
        foreach (var (path, purpose) in (IEnumerable<(string, LinkPurpose)>)[("/confirm", LinkPurpose.Confirm), ("/unsubscribe", LinkPurpose.Unsubscribe)])
        {
            using var answer = await _host.SendAsync(HttpMethod.Post, path, Body(type, string.Format(body, TokenFor(purpose))));

            Assert.Equal("This link is not valid", (await WebAnswer.PageAsync(answer, HttpStatusCode.BadRequest)).Heading());
        }

        Assert.Equal(SubscriptionState.Pending, await StateAsync());
    }

    [Fact]
    public async Task Button_MultipartForm_Confirms()
    {
        using var form = new MultipartFormDataContent { { new StringContent(TokenFor(LinkPurpose.Confirm)), "token" } };

        using var answer = await _host.SendAsync(HttpMethod.Post, "/confirm", form);

        await WebAnswer.PageAsync(answer);
        Assert.Equal(SubscriptionState.Confirmed, await StateAsync());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "token={0}&a={1}")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n{1}\r\n--x\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\n{0}\r\n--x--\r\n")]
    public async Task Button_FormOfMoreThanAMegabyte_IsRefusedAndChangesNothing(string type, string body)
    {
        using var content = Body(type, string.Format(body, TokenFor(LinkPurpose.Confirm), new string('a', (1 << 20) + 1)));

        using var answer = await _host.SendAsync(HttpMethod.Post, "/confirm", content);

        Assert.Equal("The request is too large", (await WebAnswer.PageAsync(answer, HttpStatusCode.RequestEntityTooLarge)).Heading());
        Assert.Equal(SubscriptionState.Pending, await StateAsync());
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click")]
    [InlineData("multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n")]
    [InlineData("text/plain", "")]
    public async Task Unsubscribe_OneClickOfAMailProgram_EndsIt(string type, string body)
    {
        await _host.ConfirmAsync();

        using var answer = await _host.SendAsync(HttpMethod.Post, $"/unsubscribe?token={TokenFor(LinkPurpose.Unsubscribe)}", Body(type, body));

        Assert.Equal("Unsubscribed", (await WebAnswer.PageAsync(answer)).Heading());
        Assert.Equal(SubscriptionState.Ended, await StateAsync());
    }

    private static StringContent Body(string type, string body)
    {
        var content = new StringContent(body, Encoding.UTF8);
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    private static char Other(char c) => c is 'A' ? 'B' : 'A';

    private string TokenFor(LinkPurpose purpose) =>
        _host.Token(purpose, purpose is LinkPurpose.Unsubscribe ? _doeVRoe.Id.Value : _doeVRoe.Subscriber.Value);

    private async Task<SubscriptionState> StateAsync() => Assert.Single(await _host.OfAsync("ada@example.com")).State;
}
