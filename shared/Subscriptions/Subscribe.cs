using Microsoft.Extensions.Options;
using Tipstaff.Checks;
using Tipstaff.Erasures;
using Tipstaff.Limits;
using Tipstaff.Outbox;

namespace Tipstaff.Subscriptions;

/// <summary>Takes a request for alerts and asks its owner to confirm, at most once an address and day.</summary>
/// <remarks>
/// Anybody may ask in anybody's name. Beyond so many subscriptions asked for on a day, or waiting to be confirmed
/// (<see cref="LimitOptions"/>), and where a mailbox or its domain was asked too often under other addresses (<see cref="MailboxTurns"/>),
/// nothing is added, and nobody can tell by the answer.
/// </remarks>
public sealed class Subscribe(
    ISubscriptions subscriptions,
    IOutbox outbox,
    IErasures erasures,
    IDockets dockets,
    IDeliveryQueue queue,
    SubscriberIds ids,
    MailboxTurns turns,
    IOptions<LimitOptions> limits,
    TimeProvider time)
{
    private const int MaxRaces = 5;

    // A mailbox whose turns are taken for longer is being flooded.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(2);

    /// <summary>Writes down the request and the mail that asks for confirmation, in one step. Asking again adds nothing.</summary>
    /// <returns>What the court's feed covers. It tells nothing of whether the address is known.</returns>
    public async Task<Requested> RunAsync(FollowRequest request, CancellationToken cancellationToken)
    {
        var subscriber = ids.Of(request.Address);
        for (var race = 0; race < MaxRaces; race++)
        {
            var now = time.GetUtcNow();
            var own = await subscriptions.OfSubscriberAsync(subscriber, cancellationToken);
            var asked = request.ToSubscription(subscriber, now);
            var present = own.FirstOrDefault(subscription => subscription.Id == asked.Id);
            var wanted = present is null ? asked : AskedAgain(present, request, now);
            if (IsTooMuch(own, wanted, present, now))
            {
                return await RequestedAsync(request, cancellationToken);
            }

            var isToBeAskedFor = IsToBeAskedFor(wanted, present, now);
            var message = isToBeAskedFor ? await ConfirmationAsync(request.Address, own, now, cancellationToken) : null;
            if (isToBeAskedFor && message is null)
            {
                return await RequestedAsync(request, cancellationToken);
            }

            if (await subscriptions.TryWriteAsync(wanted == present ? [] : [wanted], message, cancellationToken))
            {
                await queue.EnqueueAsync(message is null ? [] : [message.Key], cancellationToken);
                return await RequestedAsync(request, cancellationToken);
            }
        }

        throw new InvalidOperationException($"A request for a subscription lost {MaxRaces} races in a row for its row; try again.");
    }

    private async Task<Requested> RequestedAsync(FollowRequest request, CancellationToken cancellationToken)
    {
        var court = request.Court is null ? null : await dockets.FindCourtAsync(request.Court.Id, cancellationToken);
        return new Requested(request, court?.Coverage);
    }

    // What is pending already may be asked for again: that adds nothing.
    private bool IsTooMuch(IReadOnlyList<Subscription> own, Subscription wanted, Subscription? present, DateTimeOffset now) =>
        wanted.State is SubscriptionState.Pending
        && present?.State is not SubscriptionState.Pending
        && (own.Count(one => one.State is SubscriptionState.Pending) >= limits.Value.PendingPerAddress
            || own.Count(one => one.RequestedAt.UtcDateTime.Date == now.UtcDateTime.Date) >= limits.Value.RequestsPerAddress);

    // Whoever has not confirmed yet gets it as it was asked for last; what is confirmed changes only with the owner's link.
    private static Subscription AskedAgain(Subscription present, FollowRequest request, DateTimeOffset now)
    {
        var again = present.AskedAgain(now);
        return again.State is SubscriptionState.Pending ? request.Terms.Of(again) : again;
    }

    // One that was pending earlier today has its mail, sent or waiting.
    private static bool IsToBeAskedFor(Subscription wanted, Subscription? present, DateTimeOffset now) =>
        wanted.State is SubscriptionState.Pending
        && !(present?.State is SubscriptionState.Pending && wanted.RequestedAt.UtcDateTime.Date == now.UtcDateTime.Date);

    // A message that still waits will ask about this one too. Where today's has gone, the next free day's will; null where there is none soon.
    private async Task<OutboxMessage.ConfirmationMessage?> ConfirmationAsync(
        EmailAddress address, IReadOnlyList<Subscription> own, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Who has confirmed something is asked whatever others made up beside it.
        var isKnown = own.Any(one => one.State is SubscriptionState.Confirmed);
        var subscriber = ids.Of(address);
        var erasedAt = (await erasures.FindAsync(subscriber, cancellationToken))?.AskedAt;
        for (var due = now; due <= now + LongestWait; due = due.AddDays(1))
        {
            var day = DateOnly.FromDateTime(due.UtcDateTime);
            var message = new OutboxMessage.ConfirmationMessage
            {
                Key = IdempotencyKey.OfConfirmation(subscriber, day, erasedAt),
                Subscriber = subscriber,
                CreatedAt = now,
                DueAt = due,
            };
            var state = await outbox.FindStateAsync(message, cancellationToken);
            if (state is OutboxState.Waiting || (state is null && (isKnown || await turns.TryTakeAsync(address, day, cancellationToken))))
            {
                return message;
            }
        }

        return null;
    }
}

/// <summary>A request was taken; its owner has to confirm it.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Coverage">What the court's feed covers; null when the court was never read or does not say, or every court is asked about.</param>
public sealed record Requested(FollowRequest Request, string? Coverage);
