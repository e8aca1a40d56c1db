using System.Text;
using Tipstaff.Links;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Hostile;

/// <summary>A head with what rows are aimed at: Ada's subscription, which the sender of a row may see, and Grace's, which not.</summary>
internal sealed class HostileHead : IAsyncDisposable
{
    private readonly HeadUnderTest _head;
    private readonly Dictionary<string, string> _names;

    private HostileHead(HeadUnderTest head, Subscription ada, Subscription grace) => (_head, _names) = (head, Names(head, ada, grace));

    public static async Task<HostileHead> StartAsync(string name)
    {
        var head = await HeadUnderTest.StartAsync(name, limits => (limits.WritesPerMinute, limits.ReadsPerMinute) = (10_000, 100_000));
        return new(head, await head.FollowAsync(), await head.FollowAsync("grace@example.com"));
    }

    public ValueTask DisposeAsync() => _head.DisposeAsync();

    /// <summary>What a row's request is answered, and what is stored there before and after.</summary>
    public async Task<(HttpResponseMessage Answer, IReadOnlyList<string> Before, IReadOnlyList<string> After)> SendAsync(HostileRow row)
    {
        var request = new HttpRequestMessage(HttpMethod.Parse(row.Method), new Uri(
            "http://127.0.0.1" + Named(row.Path), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        if (row.Body is { } body)
        {
            // Bytes that are no text stay as they are; names stand in text only.
            request.Content = new ByteArrayContent(body.Contains((byte)'$') ? Encoding.Latin1.GetBytes(Named(Encoding.Latin1.GetString(body))) : body);
        }

        // Where a server stops reading, it takes no further request on that connection.
        request.Headers.ConnectionClose = row.Body is { Length: > 16_384 };
        if (row.ContentType is { } type)
        {
            Assert.True((request.Content ??= new ByteArrayContent([])).Headers.TryAddWithoutValidation("Content-Type", type));
        }

        foreach (var (field, value) in row.Headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(field, Named(value)) || request.Content!.Headers.TryAddWithoutValidation(field, Named(value)), field);
        }

        var before = _head.Stored();
        var answer = await _head.SendExactlyAsync(request);
        return (answer, before, _head.Stored());

        string Named(string text) => _names.Aggregate(text, (so, one) => so.Replace(one.Key, one.Value, StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Names(HeadUnderTest head, Subscription ada, Subscription grace) => new(StringComparer.Ordinal)
    {
        ["$OWN"] = ada.Id.Value,
        ["$OTHERS"] = grace.Id.Value,
        ["$ADA"] = ada.Subscriber.Value,
        ["$MANAGE"] = head.Token(LinkPurpose.Manage, ada.Subscriber.Value),
        ["$CONFIRM"] = head.Token(LinkPurpose.Confirm, ada.Subscriber.Value),
        ["$UNSUBSCRIBE"] = head.Token(LinkPurpose.Unsubscribe, ada.Id.Value),
        ["$EXPIRED"] = head.Service<LinkTokens>().Mint(LinkPurpose.Manage, ada.Subscriber.Value, head.Now, head.Now),
        ["$FORM"] = head.Service<FormTokens>().Mint("subscribe", head.Now),
        ["$MASTER"] = "master-key",
    };
}
