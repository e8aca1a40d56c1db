using Tipstaff.Breakers;
using Tipstaff.Mail;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Tests.Simulation.Core;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.PlantedBugs;

/// <summary>Mistakes in how messages are sent.</summary>
internal static class SendingBugs
{
    public static IEnumerable<PlantedBug> All =>
    [
        new("a claim has no lease", "2", new Wiring { Wire = NoLease }),
        new("mails go out without their idempotency key", "2", new Wiring { Wire = OtherKeyEachTime }),
        new("webhooks go out under another id each time", "2", new Wiring { Wire = OtherWebhookEachTime }),
        new("nobody sweeps for what the queue lost", "5", new Wiring { Sweeps = false }),
        new("a mail is recorded before it is sent", "5", new Wiring { Wire = RecordBeforeSend }),
        new("who unsubscribed is looked up too early", "3", new Wiring { Wire = StaleSubscriptions }),
        new("attempts are burnt while every provider is away", "5", new Wiring { Breakers = new BreakerOptions { FailuresInARow = 1_000, Window = 64, WindowShare = 1 } }),
    ];

    private static PortSet NoLease(PortSet ports) => ports with
    {
        Outbox = Around.Member(ports.Outbox, nameof(IOutbox.ClaimAsync), (args, next) => next([args[0], args[1], args[1], .. args[3..]])),
    };

    private static PortSet OtherKeyEachTime(PortSet ports)
    {
        var sent = 0;
        return EachProvider(ports, (mail, send) => send(mail with { Key = IdempotencyKey.Parse((++sent).ToString("x32")) }));
    }

    private static PortSet OtherWebhookEachTime(PortSet ports)
    {
        var sent = 0;
        return ports with
        {
            Receivers = Around.Member(ports.Receivers, nameof(IWebhookReceivers.SendAsync), (args, next) =>
                next([args[0], (WebhookMessage)args[1]! with { Key = IdempotencyKey.Parse((++sent).ToString("x32")) }, .. args[2..]])),
        };
    }

    private static PortSet RecordBeforeSend(PortSet ports) => EachProvider(ports, (mail, send) =>
    {
        _ = send(mail);
        return Task.FromResult<SendOutcome>(new SendOutcome.Accepted("it will surely go well"));
    });

    private static PortSet EachProvider(PortSet ports, Func<OutgoingMail, Func<OutgoingMail, Task<SendOutcome>>, Task<SendOutcome>> send) => ports with
    {
        Providers =
        [
            .. ports.Providers.Select(provider => Around.Member(provider, nameof(IMailProvider.SendAsync), (args, next) =>
                send((OutgoingMail)args[0]!, mail => (Task<SendOutcome>)next([mail, args[1]])))),
        ],
    };

    private static PortSet StaleSubscriptions(PortSet ports)
    {
        var seen = new Dictionary<SubscriptionId, Subscription>();
        return ports with
        {
            Subscriptions = Around.Member(ports.Subscriptions, nameof(ISubscriptions.FindAsync), (args, next) =>
                args[0] is IReadOnlyCollection<SubscriptionId> ids ? AsFirstSeenAsync(ids, next(args)) : next(args)),
        };

        async Task<IReadOnlyDictionary<SubscriptionId, Subscription>> AsFirstSeenAsync(IReadOnlyCollection<SubscriptionId> ids, object answer)
        {
            foreach (var (id, subscription) in await (Task<IReadOnlyDictionary<SubscriptionId, Subscription>>)answer)
            {
                seen.TryAdd(id, subscription);
            }

            return ids.Where(seen.ContainsKey).Distinct().ToDictionary(id => id, id => seen[id]);
        }
    }
}
