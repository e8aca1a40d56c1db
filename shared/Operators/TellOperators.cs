using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;

namespace Tipstaff.Operators;

/// <summary>Tells operators what came about: one mail for the news of a while. Run every few seconds.</summary>
public sealed class TellOperators(
    IOperatorNotices notices,
    OperatorMailbox mailbox,
    SubscriberIds ids,
    IDeliveryQueue queue,
    IOptions<OperatorOptions> options,
    TimeProvider time,
    ILogger<TellOperators> logger)
{
    /// <summary>News that one mail tells at most; more become several mails.</summary>
    public const int MaxNoticesPerMail = 50;

    /// <summary>Writes down the mail that tells what is not told yet, once the oldest of it has waited long enough.</summary>
    /// <returns>How many notices were told. 0 when there are none, when they are still gathered, or when another process told them.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var untold = await notices.FindUntoldAsync(MaxNoticesPerMail, cancellationToken);
        var now = time.GetUtcNow();
        if (untold is [] || !IsTime(untold, now))
        {
            return 0;
        }

        var message = mailbox.Address is { } address ? Message(untold, ids.Of(address), now) : null;
        if (!await notices.TryMarkToldAsync([.. untold.Select(notice => notice.Id)], message, cancellationToken))
        {
            return 0;
        }

        if (message is null)
        {
            logger.NobodyToTell(untold.Count);
        }
        else
        {
            await queue.EnqueueAsync([message.Key], cancellationToken);
        }

        return untold.Count;
    }

    // A clock that was set back must not keep news waiting.
    private bool IsTime(IReadOnlyList<OperatorNotice> untold, DateTimeOffset now)
    {
        var waited = now - untold.Min(notice => notice.At);
        return untold.Count == MaxNoticesPerMail || waited >= options.Value.GatherFor || waited < TimeSpan.Zero;
    }

    private static OutboxMessage.OperatorMessage Message(IReadOnlyList<OperatorNotice> untold, SubscriberId operators, DateTimeOffset now) => new(untold)
    {
        Key = IdempotencyKey.OfNotices(untold),
        Subscriber = operators,
        CreatedAt = now,
        DueAt = now,
    };
}
