using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Canaries;
using Tipstaff.Measures;
using Tipstaff.Subscriptions;

namespace Tipstaff.Tests.Support;

/// <summary>The canary's use cases on a store in memory.</summary>
internal sealed class SomeCanary
{
    public const string Mailbox = "canary@example.com";

    public SomeCanary(InMemoryStore store, TimeProvider? time = null, CanaryOptions? options = null, TipstaffMeter? meter = null, ICanaryLog? log = null)
    {
        var set = Options.Create(options ?? new CanaryOptions { Address = Mailbox });
        Subscription = new CanarySubscription(store.Subscriptions, store.Suppressions, new SubscriberIds(new InstallationSecret(Some.Key)), set, time ?? store.Clock);
        Keep = new KeepCanary(log ?? store.Canary, meter ?? SomeMeter.Unheard, NullLogger<KeepCanary>.Instance);
        Watch = new WatchCanary(Subscription, Keep, set, time ?? store.Clock);
        Arrivals = new CanaryArrivals(Subscription, Keep, set, time ?? store.Clock, NullLogger<CanaryArrivals>.Instance);
        Standing = new CanaryStanding(store.Canary, set, time ?? store.Clock, NullLogger<CanaryStanding>.Instance);
    }

    public CanarySubscription Subscription { get; }

    public KeepCanary Keep { get; }

    public WatchCanary Watch { get; }

    public CanaryArrivals Arrivals { get; }

    public CanaryStanding Standing { get; }

    /// <summary>Of an installation without a canary.</summary>
    public static SomeCanary Off(InMemoryStore? store = null) => new(store ?? new InMemoryStore(), options: new CanaryOptions());
}
