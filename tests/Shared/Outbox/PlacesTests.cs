using Tipstaff.Outbox;

namespace Tipstaff.Tests.Shared.Outbox;

public sealed class PlacesTests
{
    private readonly Places _places = new(3);

    [Fact]
    public async Task TakeAsync_SoManyFree_AreTakenAtOnce()
    {
        Assert.True(_places.TakeAsync(3, default).IsCompletedSuccessfully);
        var fourth = _places.TakeAsync(1, default);
        Assert.False(fourth.IsCompleted);

        _places.Release();

        await fourth;
    }

    [Fact]
    public async Task TakeAsync_LargeOneWaits_ASmallOneDoesNotOvertakeIt()
    {
        await _places.TakeAsync(2, default);
        var large = _places.TakeAsync(3, default);
        var small = _places.TakeAsync(1, default);
        Assert.False(small.IsCompleted);

        _places.Release(2);
        await large;
        Assert.False(small.IsCompleted);
        _places.Release(3);

        await small;
    }

    [Fact]
    public async Task TakeAsync_Cancelled_TakesNothingAndLetsTheNextOneIn()
    {
        await _places.TakeAsync(2, default);
        using var leaving = new CancellationTokenSource();
        var large = _places.TakeAsync(3, leaving.Token);
        var small = _places.TakeAsync(1, default);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await small;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _places.TakeAsync(1, leaving.Token));
    }

    [Fact]
    public async Task TakeAsync_OnOneThread_GoesOnInItsContextAndNeverElsewhere()
    {
        var context = new OneThread();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        using var token = new CancellationTokenSource();
        Task waiting;
        try
        {
            await _places.TakeAsync(3, token.Token).ConfigureAwait(true);
            waiting = WaitAsync(token.Token);
            _places.Release(3);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        Assert.Single(context.Posted);
        context.RunAll();
        Assert.True(waiting.IsCompletedSuccessfully);
    }

    private async Task WaitAsync(CancellationToken token) => await _places.TakeAsync(1, token);

    private sealed class OneThread : SynchronizationContext
    {
        public Queue<(SendOrPostCallback Callback, object? State)> Posted { get; } = new();

        public override void Post(SendOrPostCallback d, object? state) => Posted.Enqueue((d, state));

        public void RunAll()
        {
            SetSynchronizationContext(this);
            try
            {
                while (Posted.TryDequeue(out var one))
                {
                    one.Callback(one.State);
                }
            }
            finally
            {
                SetSynchronizationContext(null);
            }
        }
    }
}
