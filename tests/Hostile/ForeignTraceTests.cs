using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Hostile;

/// <summary>Whoever sends a request names no trace of ours.</summary>
public sealed class ForeignTraceTests
{
    private const string Theirs = "0af7651916cd43dd8448eb211c80319c";

    [Theory]
    [InlineData(HeadUnderTest.Local)]
    [InlineData(HeadUnderTest.Cloud)]
    public async Task PostNotice_WithATraceparent_BeginsATraceThatIsNotTheirs(string name)
    {
        using var lines = new TracedLines();
        await using var head = await HeadUnderTest.StartAsync(name, adjust: services => services.AddSingleton<ILoggerProvider>(lines));
        using var heard = new HeardSpans();
        await head.FollowAsync();

        var request = SomeNewsroom.Notice(head.Host, new SomeNef().Mail).Sign(SomeNewsroom.Mailroom).Sent();
        request.Headers.Add("traceparent", $"00-{Theirs}-b7ad6b7169203331-01");
        using var answer = await head.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var alert = Assert.IsType<OutboxMessage.AlertMessage>(Assert.Single(await head.UseAsync<IOutbox, IReadOnlyList<OutboxRow>>(outbox => outbox.NewestAsync(10, default))).Message);
        var notice = heard.One(alert.Trace.TraceId, "notice");
        Assert.Equal((default, "court=nysd outcome=taken"), (notice.ParentSpanId, HeardSpans.Tags(notice)));
        Assert.Empty(notice.Links);
        Assert.Empty(heard.Of(Theirs));
        Assert.Equal(alert.Trace.TraceId, Assert.Single(lines.Of(1030)).Trace);
        Assert.DoesNotContain(Theirs, lines.Traces);
    }
}
