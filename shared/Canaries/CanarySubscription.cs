using Microsoft.Extensions.Options;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Canaries;

/// <summary>Sees to it that the canary's mailbox follows the canary's court, and nobody else does. No mail asks for confirmation: the setting does.</summary>
public sealed class CanarySubscription(
    ISubscriptions subscriptions, ISuppressions suppressions, SubscriberIds ids, IOptions<CanaryOptions> options, TimeProvider time)
{
    private const int MaxRaces = 5;

    // While instances are exchanged, an old one may go on to follow with the mailbox before.
    private static readonly TimeSpan EndsOthersEvery = TimeSpan.FromHours(1);

    private readonly EmailAddress? _mailbox = options.Value.Mailbox;
    private DateTimeOffset? _endedOthersAt;

    /// <summary>Whose mailbox it is; null where there is no canary.</summary>
    public SubscriberId? Subscriber { get; } = options.Value.Mailbox is { } mailbox ? ids.Of(mailbox) : null;

    /// <summary>Follows, where that is not so: at first, after another mailbox was set, and after somebody ended, paused or altered it by the link of a mail.</summary>
    /// <returns>Since when entries are told, UTC; null where there is no canary.</returns>
    public async Task<DateTimeOffset?> TendAsync(CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (!await EndOthersAsync(cancellationToken))
            {
                continue;
            }

            if (_mailbox is null || Subscriber is null)
            {
                return null;
            }

            if (await FollowAsync(Subscriber, _mailbox, cancellationToken) is { } since)
            {
                return since;
            }
        }

        throw new InvalidOperationException($"The canary's subscription lost {MaxRaces} races in a row; the next look goes on with it.");
    }

    // Another mailbox was set, or none: the one before is told no more.
    private async Task<bool> EndOthersAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _endedOthersAt < EndsOthersEvery && now >= _endedOthersAt)
        {
            return true;
        }

        var followers = await subscriptions.FollowersAsync(CanaryCourt.Id, [CanaryCourt.DocketOf(now)], cancellationToken);
        foreach (var other in followers.Where(one => one.Court == CanaryCourt.Id && one.Subscriber != Subscriber))
        {
            if (!await subscriptions.TryWriteAsync([other.Ended(now)], message: null, cancellationToken))
            {
                return false;
            }
        }

        _endedOthersAt = now;
        return true;
    }

    // Null: somebody else wrote meanwhile.
    private async Task<DateTimeOffset?> FollowAsync(SubscriberId subscriber, EmailAddress mailbox, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var wanted = Subscription.ToCourt(subscriber, mailbox, CanaryCourt.Id, now);
        var before = await subscriptions.FindAsync(wanted.Id, cancellationToken);
        if (before?.State is SubscriptionState.Confirmed)
        {
            if (before.PausedAt is null && SubscriptionTerms.Usual.Of(before) == before)
            {
                return before.TellsSince;
            }

            var mended = SubscriptionTerms.Usual.Of(before.Paused(now).Resumed(now)) with { FilteredAt = before.Filter is null ? before.FilteredAt : now };
            return await subscriptions.TryWriteAsync([mended], message: null, cancellationToken) ? mended.TellsSince : null;
        }

        // As with any subscription that is confirmed anew, what bounced before counts no more.
        var records = await suppressions.FindAsync([subscriber], cancellationToken);
        var isLifted = !records.TryGetValue(subscriber, out var record) || await suppressions.TryWriteAsync(record.Lifted(now), notice: null, cancellationToken);
        var after = SubscriptionTerms.Usual.Of(before?.AskedAgain(now) ?? wanted).Confirmed(now);
        return isLifted && await subscriptions.TryWriteAsync([after], message: null, cancellationToken) ? after.TellsSince : null;
    }
}
