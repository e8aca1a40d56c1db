using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Simulation.Promises;

/// <summary>Promise 5: every alert ends delivered, suppressed for a named reason, or dead-lettered with an operator told.</summary>
internal static class NothingVanishes
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(10);

    public static IEnumerable<string> Check(SimulatedWorld world)
    {
        var end = world.Scenario.End;
        var came = world.Mailboxes.Received.Select(received => received.Mail.Key).ToHashSet();
        foreach (var row in world.Stored.Messages.Where(row => row.Message.CreatedAt < end - OnItsWay))
        {
            var name = $"{row.Message.GetType().Name} {row.Message.Key} of {row.Message.CreatedAt:u}";
            world.Count($"messages {row.State}".ToLowerInvariant());
            if (row.State is OutboxState.Suppressed)
            {
                world.Count($"suppressed as {string.Join(' ', (row.Detail ?? "").Split(' ').TakeWhile(word => !word.StartsWith("20", StringComparison.Ordinal)))}");
            }

            switch (row.State)
            {
                case OutboxState.Waiting when row.DueAt < end - OnItsWay
                    || row.Message is not (OutboxMessage.ConfirmationMessage or OutboxMessage.DigestMessage or OutboxMessage.AlertMessage { Alert.Digest: not null }):
                    yield return $"5: {name} still waits, due {row.DueAt:u}, attempt {row.Attempt}: {row.Detail}";
                    break;
                case OutboxState.Delivered when row.Detail?.StartsWith("digest ", StringComparison.Ordinal) is true:
                    if (world.Stored.FindMessage(IdempotencyKey.Parse(row.Detail["digest ".Length..])) is null)
                    {
                        yield return $"5: {name} was put into {row.Detail}, which there is not";
                    }

                    break;
                case OutboxState.Delivered when !came.Contains(row.Message.Key):
                    yield return $"5: {name} counts as delivered and came to nobody";
                    break;
                case OutboxState.DeadLettered when !IsTold(world, row.Message.Key) && row.Message is not OutboxMessage.OperatorMessage:
                    yield return $"5: {name} was given up and no operator was told: {row.Detail}";
                    break;
                case OutboxState.DeadLettered when !MayBeDead(world, row):
                    yield return $"5: {name} is a dead letter though it was replayed when all was well: {row.Detail}";
                    break;
                case OutboxState.Suppressed when string.IsNullOrWhiteSpace(row.Detail):
                    yield return $"5: {name} was suppressed for no named reason";
                    break;
            }
        }

        foreach (var burnt in world.Truth.BurntAttempts)
        {
            yield return $"5: {burnt}";
        }

        foreach (var record in world.Stored.Addresses.Where(record => record.Cause is not null))
        {
            world.Count($"addresses suppressed: {record.Cause}");
            if (!IsGone(world, record.Subscriber))
            {
                yield return $"5: subscriber {record.Subscriber} is sent no more mail ({record.Cause}), and somebody reads mail there";
            }

            if (!world.Stored.Notices.Any(row => row.Notice.Kind is NoticeKind.AddressSuppressed && row.Notice.Text.Contains(record.Subscriber.Value, StringComparison.Ordinal)))
            {
                yield return $"5: subscriber {record.Subscriber} is sent no more mail ({record.Cause}) and no operator was told";
            }
        }

        foreach (var (notice, isTold) in world.Stored.Notices)
        {
            world.Count($"notices {notice.Kind}");
            if (!isTold && notice.At < end - OnItsWay)
            {
                yield return $"5: operators were never told: {notice.Kind} of {notice.At:u}";
            }
        }
    }

    private static bool IsGone(SimulatedWorld world, SubscriberId subscriber) =>
        world.Plan.Spans.Any(span => span.Kind is FaultKind.MailboxGone && new SubscriberIds(new InstallationSecret(Some.Key)).Of(EmailAddress.Parse(span.Target)) == subscriber);

    private static bool IsTold(SimulatedWorld world, IdempotencyKey key) =>
        world.Stored.Notices.Any(row => row.Notice.Kind is NoticeKind.DeadLetter && row.Notice.Text.Contains(key.Value, StringComparison.Ordinal));

    private static bool MayBeDead(SimulatedWorld world, StoredMessage row) =>
        row.StateAt > world.Scenario.End - TimeSpan.FromHours(7) || IsGone(world, row.Message.Subscriber);
}
