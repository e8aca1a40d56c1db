using System.Text;
using Tipstaff.Erasures;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Local.Storage;

/// <summary>An erased address is in no byte of the file, wherever its row once stood.</summary>
public sealed class SqliteErasedBytesTests : IDisposable
{
    private const int People = 3_000;

    private readonly SqliteTestStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task EraseAsync_SomeOfThousands_LeavesNoneOfThemInTheFile()
    {
        var all = Enumerable.Range(0, People).Select(number => Some.Subscription(AddressOf(number), docket: $"1:26-cv-{number % 700:D5}")).ToList();
        foreach (var some in all.Chunk(50))
        {
            Assert.True(await _store.Subscriptions.TryWriteAsync(some, message: null, Token));
        }

        await GrowAndShrinkAsync(all, seed: 1);
        await GrowAndShrinkAsync(all, seed: 2);

        var gone = all.Where((_, number) => number % 2 == 0).ToList();
        await EraseInRowsAloneAsync(gone.SkipLast(1));
        await _store.Erasures.EraseAsync(Erasure.Of(gone[^1].Subscriber, [gone[^1]], before: null, Some.Monday9Am), Some.Monday9Am.AddYears(1), Token);

        var file = await File.ReadAllBytesAsync(_store.Path, Token);
        Assert.DoesNotContain(gone, one => file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(one.Address.Value)) >= 0);
        Assert.True(file.AsSpan().IndexOf(Encoding.UTF8.GetBytes(AddressOf(1))) >= 0);
        Assert.Equal(0, new FileInfo($"{_store.Path}-wal").Length);
    }

    private static string AddressOf(int number) => $"person-{number}-of-many@example.com";

    // Rows become longer and shorter in any order, as terms change: pages part, and rows move to others.
    private async Task GrowAndShrinkAsync(List<Subscription> all, int seed)
    {
        var random = new Random(seed);
        foreach (var one in all.OrderBy(one => ContentKey.Of(one.Id.Value, $"{seed}"), StringComparer.Ordinal))
        {
            var blanks = new string(' ', random.Next(600));
            await _store.Database.Writer.RunAsync(
                session => session.Execute("UPDATE subscriptions SET json = trim(json) || @blanks WHERE id = @id", ("@blanks", blanks), ("@id", one.Id.Value)), Token);
        }
    }

    // As fast as the test needs it: the last erasure cleans behind all.
    private async Task EraseInRowsAloneAsync(IEnumerable<Subscription> gone)
    {
        foreach (var one in gone)
        {
            await _store.Database.Writer.RunAsync(session => session.Execute("DELETE FROM subscriptions WHERE id = @id", ("@id", one.Id.Value)), Token);
        }
    }
}
