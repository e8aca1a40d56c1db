using System.Diagnostics;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Tipstaff.Breakers;
using Tipstaff.Canaries;
using Tipstaff.Courts;
using Tipstaff.Tracing;

namespace Tipstaff.Checks;

/// <summary>Asks courts within limits: a request has its time, all of them together their places, and a check asks again.</summary>
/// <remarks>A place is held during a request alone, never while a check waits for its next one.</remarks>
public sealed class CheckPipeline : IDisposable
{
    private readonly IFeedSource _source;
    private readonly TimeSpan _timeout;
    private readonly SemaphoreSlim _places;
    private readonly ResiliencePipeline _request;
    private readonly ResiliencePipeline _upcheck;
    private readonly ResiliencePipeline<CheckReport> _check;

    /// <summary>Limits for a source.</summary>
    public CheckPipeline(IFeedSource source, IOptions<CheckOptions> options, IOptions<BreakerOptions> breakers, TimeProvider time)
    {
        _source = new CanaryFeedSource(source, time);
        _timeout = options.Value.Timeout;
        _places = new SemaphoreSlim(options.Value.Concurrency);
        _request = new ResiliencePipelineBuilder { Name = "request to a court", TimeProvider = time }.AddTimeout(_timeout).Build();
        _upcheck = new ResiliencePipelineBuilder { Name = "upcheck of a court", TimeProvider = time }.AddTimeout(breakers.Value.UpcheckTimeout).Build();
        _check = new ResiliencePipelineBuilder<CheckReport> { Name = "check of a court", TimeProvider = time }.AddRetry(Again(options.Value)).Build();
    }

    /// <summary>Runs a check: each time that a request leaves it unfinished, waits as it says and runs the next.</summary>
    /// <param name="request">One request of the check, with all that it decides and writes.</param>
    /// <param name="cancellationToken">Ends it, waiting or not.</param>
    public async Task<CheckReport> RunAsync(Func<CancellationToken, Task<CheckReport>> request, CancellationToken cancellationToken) =>
        await InContextAsync(_check, request, cancellationToken);

    /// <inheritdoc cref="IFeedSource.FetchAsync"/>
    public async Task<FeedFetch> FetchAsync(CourtId court, Uri feed, string? eTag, string? lastModified, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        using var span = Spans.Within("fetch", ActivityKind.Client);
        try
        {
            return await InContextAsync(_request, token => _source.FetchAsync(court, feed, eTag, lastModified, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return new FeedFetch.Unavailable($"no answer within {_timeout.TotalSeconds:0.#} s", RetryAfter: null);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc cref="IFeedSource.UpcheckAsync"/>
    public async Task<bool> UpcheckAsync(CourtId court, Uri feed, CancellationToken cancellationToken)
    {
        try
        {
            return await InContextAsync(_upcheck, token => _source.UpcheckAsync(court, feed, token), cancellationToken);
        }
        catch (TimeoutRejectedException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    // What to wait for is decided where the answer is read; Polly only waits.
    private static RetryStrategyOptions<CheckReport> Again(CheckOptions options) => new()
    {
        MaxRetryAttempts = Math.Max(1, options.Retries),
        ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result?.Unfinished is not null),
        DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.Unfinished?.Wait),
    };

    private static Task<T> InContextAsync<T>(ResiliencePipeline pipeline, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        RentedAsync(context => pipeline.ExecuteAsync(async inner => await act(inner.CancellationToken), context), cancellationToken);

    private static Task<T> InContextAsync<T>(ResiliencePipeline<T> pipeline, Func<CancellationToken, Task<T>> act, CancellationToken cancellationToken) =>
        RentedAsync(context => pipeline.ExecuteAsync(async inner => await act(inner.CancellationToken), context), cancellationToken);

    // On the captured context, so that whoever runs checks on one thread keeps them there.
    private static async Task<T> RentedAsync<T>(Func<ResilienceContext, ValueTask<T>> execute, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        try
        {
            return await execute(context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
