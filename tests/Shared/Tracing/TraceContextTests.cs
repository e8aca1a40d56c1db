using System.Text.Json;
using Tipstaff.Outbox;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Shared.Tracing;

public sealed class TraceContextTests
{
    private const string Text = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    [Fact]
    public void Parse_Traceparent_IsTheSamePlaceThroughTextAndJson()
    {
        var place = TraceContext.Parse(Text);

        Assert.Equal(("4bf92f3577b34da6a3ce929d0e0e4736", Text), (place.TraceId, place.ToString()));
        Assert.Equal(place, JsonSerializer.Deserialize<TraceContext>(JsonSerializer.Serialize(place)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("4bf92f3577b34da6a3ce929d0e0e4736")]
    [InlineData("00-00000000000000000000000000000000-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more")]
    [InlineData("01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]
    [InlineData("00-4bf92f3577b34da6a3ce929d0e0e473\n-00f067aa0ba902b7-01")]
    public void TryParse_SomethingElse_IsNone(string? text) => Assert.False(TraceContext.TryParse(text, provider: null, out _));

    [Fact]
    public void Trace_AlertWithoutOne_IsItsOwnAndAlwaysTheSame()
    {
        var (plain, traced) = (OutboxMessage.AlertMessage.Of(Some.Alert()), OutboxMessage.AlertMessage.Of(Some.Alert() with { Trace = TraceContext.Parse(Text) }));

        Assert.Equal((plain.Key.Value, plain.Trace), (plain.Trace.TraceId, OutboxMessage.AlertMessage.Of(Some.Alert()).Trace));
        Assert.Equal(TraceContext.Parse(Text), traced.Trace);
    }

    [Fact]
    public void Alert_StoredBeforeThereWereTraces_IsReadWithoutOne()
    {
        var json = JsonSerializer.Serialize<OutboxMessage>(OutboxMessage.AlertMessage.Of(Some.Alert()), JsonSerializerOptions.Web);
        var older = json.Replace(",\"trace\":null", "", StringComparison.Ordinal);

        var read = Assert.IsType<OutboxMessage.AlertMessage>(JsonSerializer.Deserialize<OutboxMessage>(older, JsonSerializerOptions.Web));

        Assert.NotEqual(json, older);
        Assert.Null(read.Alert.Trace);
    }
}
