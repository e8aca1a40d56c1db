using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Tipstaff.Mail;

namespace Tipstaff.Functions.Mail;

/// <summary>
/// A mail provider that one instance leaves alone for seconds when most of a burst of calls failed, so that hundreds of mails do not
/// each wait for the same time-out.
/// </summary>
/// <remarks>
/// A mail that it turns away is held, not failed: no attempt is burnt, and the next provider may take it. A hand-over that has begun
/// it neither ends nor hurries, and whatever the provider throws comes through.
/// </remarks>
public sealed class BurstBreaker : IMailProvider
{
    // A mail that comes back at the very moment would find the one call that tries the provider still under way.
    private static readonly TimeSpan ShortestHold = TimeSpan.FromSeconds(1);

    private readonly IMailProvider _provider;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<SendOutcome> _calls;

    /// <summary>Stands before a provider.</summary>
    public BurstBreaker(IMailProvider provider, BurstOptions options, TimeProvider time, ILogger<BurstBreaker> logger)
    {
        (_provider, _time) = (provider, time);
        var breaker = new CircuitBreakerStrategyOptions<SendOutcome>
        {
            FailureRatio = options.Share,
            MinimumThroughput = options.Calls,
            SamplingDuration = options.Within,
            BreakDuration = options.BreakFor,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Result is SendOutcome.Unavailable or SendOutcome.Unknown),
            OnOpened = opened =>
            {
                logger.BurstFailed(provider.Name, opened.BreakDuration);
                return ValueTask.CompletedTask;
            },
        };
        _calls = new ResiliencePipelineBuilder<SendOutcome> { Name = $"calls of {provider.Name}", TimeProvider = time }.AddCircuitBreaker(breaker).Build();
    }

    /// <inheritdoc/>
    public string Name => _provider.Name;

    /// <inheritdoc/>
    public int MostAtOnce => _provider.MostAtOnce;

    /// <inheritdoc/>
    public TimeSpan LongestHandOver => _provider.LongestHandOver;

    /// <inheritdoc/>
    public async Task<SendOutcome> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var call = new Call(_provider, mail, cancellationToken);
        var context = ResilienceContextPool.Shared.Get(continueOnCapturedContext: true, cancellationToken);
        try
        {
            var answer = await _calls.ExecuteOutcomeAsync(static async (_, call) => await call.MakeAsync(), context, call);
            if (answer.Exception is BrokenCircuitException broken && !call.IsMade)
            {
                return new SendOutcome.Held($"{Name} failed a burst of mails a moment ago", _time.GetUtcNow() + Longer(broken.RetryAfter, ShortestHold));
            }

            if (answer.Exception is { } thrown)
            {
                ExceptionDispatchInfo.Throw(thrown);
            }

            return answer.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <inheritdoc/>
    public Task<bool> UpcheckAsync(CancellationToken cancellationToken) => _provider.UpcheckAsync(cancellationToken);

    private static TimeSpan Longer(TimeSpan? one, TimeSpan other) => one > other ? one.Value : other;

    private sealed class Call(IMailProvider provider, OutgoingMail mail, CancellationToken cancellationToken)
    {
        public bool IsMade { get; private set; }

        public async ValueTask<Outcome<SendOutcome>> MakeAsync()
        {
            IsMade = true;
            try
            {
                return Outcome.FromResult(await provider.SendAsync(mail, cancellationToken));
            }
            catch (Exception thrown)
            {
                return Outcome.FromException<SendOutcome>(thrown);
            }
        }
    }
}
