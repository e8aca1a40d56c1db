using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Tipstaff.Api;
using Tipstaff.StoredData;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Shared.StoredData;

public sealed class MigrateRowsTests
{
    private readonly ManualTimeProvider _clock = new();

    [Fact]
    public async Task RunAsync_TimeIsOver_BeginsNoFurtherPiece()
    {
        var store = new CountedRows(_clock, old: 100, pieceTakes: TimeSpan.FromSeconds(25));

        var done = Assert.Single(await new MigrateRows(store, _clock).RunAsync(_ => { }, TimeSpan.FromSeconds(60), default));

        Assert.Equal((30, 70), (done.Rewritten, done.Left));
    }

    [Fact]
    public async Task RunAsync_RowsThatCannotBeRewritten_ComesToAnEndAndSaysSo()
    {
        var store = new CountedRows(_clock, old: 35) { Stubborn = 5 };

        var done = Assert.Single(await new MigrateRows(store, _clock).RunAsync(_ => { }, atMost: null, default));

        Assert.Equal((30, 5), (done.Rewritten, done.Left));
    }

    [Theory]
    [InlineData(18, false)]
    [InlineData(19, true)]
    public async Task RefusalInsideDeployAsync_LongerThanADeployWaits_RefusesAndRewritesNothing(int old, bool isRefused)
    {
        var store = new CountedRows(_clock, old, pieceTakes: TimeSpan.FromSeconds(100));

        var refusal = await new MigrateRows(store, _clock).RefusalInsideDeployAsync(default);

        Assert.Equal(isRefused, refusal is not null);
        Assert.Null(await store.FindAsync(store.Kind, default));
    }

    [Theory]
    [InlineData("?insideDeploy=true", true)]
    [InlineData("?insideDeploy=false", false)]
    [InlineData("", false)]
    public async Task MigrationsApi_LongerThanADeployWaits_RefusesInsideOneAlone(string query, bool isRefused)
    {
        var store = new CountedRows(_clock, old: 19, pieceTakes: TimeSpan.FromSeconds(100));
        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Response = { Body = body } };
        context.Request.QueryString = new QueryString(query);

        await (await new MigrationsApi(new MigrateRows(store, _clock)).RunAsync(context.Request, default)).ExecuteAsync(context);

        Assert.Equal(isRefused, await store.FindAsync(store.Kind, default) is null);
        Assert.Equal(isRefused, Encoding.UTF8.GetString(body.ToArray()).Contains("a deploy waits for 30 at most", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, 5, false)]
    [InlineData(2, 0, false)]
    [InlineData(2, 5, true)]
    public async Task RefusalToContractAsync_RowsOfAVersionThatIsReadNoMore_Refuses(int oldest, int old, bool isRefused)
    {
        var store = new CountedRows(_clock, old) { Kind = new StoredKind("message", 2, [.. Enumerable.Range(oldest, 3 - oldest)]) };

        var refusal = await new MigrateRows(store, _clock).RefusalToContractAsync(default);

        Assert.Equal(isRefused, refusal is not null);
    }

    private sealed class CountedRows(ManualTimeProvider clock, int old, TimeSpan pieceTakes = default) : IBackfills
    {
        private const int Piece = 10;

        private BackfillCheckpoint? _stored;
        private readonly int _all = old;
        private int _old = old;

        public StoredKind Kind { get; init; } = new("message", 2, 1, 2);

        public int Stubborn { get; init; }

        public IReadOnlyList<StoredKind> Kinds => [Kind];

        public Task<RowCounts> CountAsync(StoredKind kind, CancellationToken cancellationToken) => Task.FromResult(new RowCounts(_all, _old, (_old / Piece) + 1));

        public Task<BackfillSample> MeasureAsync(StoredKind kind, CancellationToken cancellationToken) => Task.FromResult(new BackfillSample(1, pieceTakes));

        public Task<BackfillCheckpoint?> FindAsync(StoredKind kind, CancellationToken cancellationToken) => Task.FromResult(_stored);

        public Task<BackfillCheckpoint> RunPieceAsync(BackfillCheckpoint from, CancellationToken cancellationToken)
        {
            clock.Advance(pieceTakes);
            var rewritten = Math.Min(Piece, _old - Stubborn);
            _old -= rewritten;
            _stored = from.With("x", Piece, rewritten, isLast: _old == Stubborn);
            return Task.FromResult(_stored);
        }
    }
}
