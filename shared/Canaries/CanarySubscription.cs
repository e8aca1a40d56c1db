using Microsoft.Extensions.Options;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;

namespace Tipstaff.Canaries;

/// <summary>Sees to it that the canary's mailbox follows the canary's court, and nobody else does. No mail asks for confirmation: the setting does.</summary>
public sealed class CanarySubscription(
    ISubscriptions subscriptions, ISuppressions suppressions, SubscriberIds ids, IOptions<CanaryOptions> options, TimeProvider time)
{
    private const int MaxRaces = 5;

    private readonly EmailAddress? _mailbox = options.Value.Mailbox;
    private bool _isTended;

    /// <summary>Whose mailbox it is; null where there is no canary.</summary>
    public SubscriberId? Subscriber { get; } = options.Value.Mailbox is { } mailbox ? ids.Of(mailbox) : null;

    /// <summary>Follows, where that is not so: at first, after another mailbox was set, and after somebody ended it by the link of a mail.</summary>
    /// <returns>Since when entries are told, UTC; null where there is no canary.</returns>
    public async Task<DateTimeOffset?> TendAsync(CancellationToken cancellationToken)
    {
        for (var race = 0; race < MaxRaces; race++)
        {
            if (_isTended && _mailbox is null)
            {
                return null;
            }

            if (!await EndOthersAsync(cancellationToken))
            {
                continue;
            }

            _isTended = true;
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
        if (_isTended)
        {
            return true;
        }

        var now = time.GetUtcNow();
        var followers = await subscriptions.FollowersAsync(CanaryCourt.Id, [CanaryCourt.DocketOf(now)], cancellationToken);
        foreach (var other in followers.Where(one => one.Court == CanaryCourt.Id && one.Subscriber != Subscriber))
        {
            if (!await subscriptions.TryWriteAsync([other.Ended(now)], message: null, cancellationToken))
            {
                return false;
            }
        }

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
            return before.TellsSince;
        }

        // As with any subscription that is confirmed anew, what bounced before counts no more.
        var records = await suppressions.FindAsync([subscriber], cancellationToken);
        var isLifted = !records.TryGetValue(subscriber, out var record) || await suppressions.TryWriteAsync(record.Lifted(now), notice: null, cancellationToken);
        var after = (before?.AskedAgain(now) ?? wanted).Confirmed(now);
        return isLifted && await subscriptions.TryWriteAsync([after], message: null, cancellationToken) ? after.TellsSince : null;
    }
}
