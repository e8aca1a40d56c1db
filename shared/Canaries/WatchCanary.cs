using Microsoft.Extensions.Options;

namespace Tipstaff.Canaries;

/// <summary>Each minute: sees to it that the canary is followed, and counts its entries that should have arrived and did not, each once.</summary>
/// <remarks>By what is stored, so that it is noticed as well that nobody checked the court, or sent anything.</remarks>
public sealed class WatchCanary(CanarySubscription subscription, KeepCanary keep, IOptions<CanaryOptions> options, TimeProvider time)
{
    /// <summary>How often a head looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Looks once. Where there is no canary, it only ends that of an earlier setting.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (await subscription.TendAsync(cancellationToken) is { } since)
        {
            await keep.RunAsync(since, record => record.Looked(since, time.GetUtcNow(), options.Value.MissingAfter), cancellationToken);
        }
    }
}
