using Tipstaff.Outbox;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

public sealed class SqliteDamagedLetterTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("""{"alert":{"trace":17}}""")]
    [InlineData("""{"alert":{"trace":"00-xyz"}}""")]
    public async Task DeadLettersAsync_BodyIsDamaged_IsListedUnderItsOwnTrace(string body)
    {
        using var store = new SqliteTestStore();
        var message = OutboxMessage.AlertMessage.Of(Some.Alert());
        await store.Outbox.TryAddAsync(message, default);
        await store.Database.Writer.RunAsync(session => session.Execute("UPDATE outbox_bodies SET json = @json", ("@json", body)), default);

        Assert.Empty(await store.Outbox.ClaimAsync([message.Key], Some.Monday9Am, Some.Monday9Am.AddMinutes(5), "smtp", default));

        Assert.Equal((message.Key, message.Key.Value), Assert.Single((await store.Outbox.DeadLettersAsync(9, after: null, default)).Select(letter => (letter.Key, letter.Trace))));
    }
}
