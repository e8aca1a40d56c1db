using Tipstaff.Outbox;
using Tipstaff.Tests.Support;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Contracts;

/// <content>The trace in which an alert was made stays with it.</content>
public abstract partial class OutboxContract
{
    private static readonly TraceContext Place = TraceContext.Parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00");

    [Fact]
    public async Task ClaimAsync_AlertOfATrace_GivesThePlaceAtEachAttempt()
    {
        await Outbox.TryAddAsync(Traced(1), Token);

        var first = Assert.Single(await ClaimAsync(Traced(1).Key));
        await RecordAsync(first, new Delivery.Postponed(Now, "busy"));
        var second = Assert.Single(await ClaimAsync(Traced(1).Key));

        Assert.Equal((Place, Place, 2), (first.Message.Trace, second.Message.Trace, second.Attempt));
    }

    [Fact]
    public async Task DeadLettersAsync_WithATraceAndWithout_ShowsThatOrItsOwn()
    {
        await EndAsync(Traced(1), new Delivery.DeadLettered("spam", Now));
        await EndAsync(Message(2), new Delivery.DeadLettered("spam", Now.AddTicks(-1)));

        var letters = await Outbox.DeadLettersAsync(9, after: null, Token);
        await Outbox.ReplayAsync(keys: null, Now, Token);

        Assert.Equal([Place.TraceId, Message(2).Key.Value], letters.Select(letter => letter.Trace));
        Assert.Equal(Place, Assert.Single(await ClaimAsync(Traced(1).Key)).Message.Trace);
    }

    private static OutboxMessage.AlertMessage Traced(int number) => Message(number) with { Alert = Message(number).Alert with { Trace = Place } };
}
