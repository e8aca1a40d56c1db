using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.Alerts;
using Tipstaff.Breakers;
using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Digests;
using Tipstaff.Limits;
using Tipstaff.Measures;
using Tipstaff.Operators;
using Tipstaff.Outbox;
using Tipstaff.Subscriptions;
using Tipstaff.Suppressions;
using Tipstaff.Tests.Simulation.Ports;
using Tipstaff.Tests.Simulation.World;
using Tipstaff.Tests.Support;
using Tipstaff.Webhooks;

namespace Tipstaff.Tests.Simulation.Core;

/// <summary>One process of the service: the real use cases over ports that fail. When it is killed, nothing of it goes on.</summary>
internal sealed class SimulatedProcess : ServiceProcess
{
    private readonly SimulatedWorld _world;
    private readonly CancellationTokenSource _ending = new();

    public SimulatedProcess(SimulatedWorld world, CoreHead head, string slot, int generation, Wiring wiring)
        : base(world, slot, generation)
    {
        (_world, Head) = (world, head);
        Checks = new CheckOptions { Every = world.Scenario.CheckEvery, Steady = world.Scenario.IsSteady, Timeout = world.Scenario.CourtTimeout };
        Ports = wiring.Wire(new PortSet(
            new Courtroom(this, world, Options.Create(Checks)),
            new SimulatedDockets(this, world),
            new SimulatedSubscriptions(this, world),
            new SimulatedOutbox(this, world),
            new SimulatedNotices(this, world),
            new SimulatedAddresses(this, world),
            new SimulatedDigests(this, world),
            new SimulatedBreakers(this, world),
            new SimulatedQueue(this, world),
            world.Scenario.PlainSmtpFirst ? [Provider("smtp"), Provider("acs")] : [Provider("acs"), Provider("smtp")],
            new SimulatedWebhookEndpoints(this, world),
            new SimulatedReceivers(this, world)));
        var ids = new SubscriberIds(new InstallationSecret(Some.Key));
        var composer = SomeComposer.Composer(Clock);
        var breakers = Options.Create(wiring.Breakers);
        CheckCourt = new CheckCourt(
            new CheckPipeline(Ports.Courts, Options.Create(Checks), breakers, Clock),
            Ports.Dockets, Ports.Subscriptions, Ports.Queue, new CourtBreakers(CourtDirectory.Default, breakers), Options.Create(Checks), TipstaffMeter.Unheard, Clock,
            NullLogger<CheckCourt>.Instance);
        var passOn = new PassOnDocuments(Ports.Subscriptions, Ports.Dockets, Ports.Queue, TipstaffMeter.Unheard, Clock);
        var outbox = Options.Create(new OutboxOptions());
        var chain = new ProviderChain(
            Ports.Providers, Ports.Breakers, Ports.Outbox, outbox, breakers, TipstaffMeter.Unheard, Clock, NullLogger<ProviderChain>.Instance);
        var canary = SomeCanary.Off(head.Store).Arrivals;
        var report = new TakeDeliveryReport(Ports.Addresses, Ports.Outbox, canary, NullLogger<TakeDeliveryReport>.Instance);
        var digests = new DigestDesk(Ports.Digests, Ports.Subscriptions, Ports.Outbox, Ports.Queue, passOn, composer, Clock);
        Deliver = new DeliverMessages(
            Ports.Outbox, Ports.Subscriptions, new StoredRecipients(Ports.Subscriptions, Ports.Addresses), composer, digests, passOn, report, canary, chain, SomeWebhooks.Sending(Ports.Webhooks, Ports.Subscriptions, Ports.Receivers, Clock), outbox, TipstaffMeter.Unheard, Clock, NullLogger<DeliverMessages>.Instance);
        Replay = new ReplayDeadLetters(Ports.Outbox, Ports.Queue, Clock);
        Subscribe = new Subscribe(Ports.Subscriptions, Ports.Outbox, new InMemoryErasures(head.Store), Ports.Dockets, Ports.Queue, ids, new MailboxTurns(new InMemoryNonces(), ids, Options.Create(new LimitOptions())), Options.Create(new LimitOptions()), Clock);
        Confirm = new ConfirmSubscriptions(Ports.Subscriptions, Ports.Addresses, Clock);
        Unsubscribe = new Unsubscribe(Ports.Subscriptions, Clock);
        Import = new ImportSubscriptions(Ports.Subscriptions, ids, Clock);
        Open = new OpenWebhooks(Ports.Webhooks, Ports.Subscriptions, SomeWebhooks.Secrets, Clock);
        ChangeSecret = new ChangeWebhookSecret(Ports.Webhooks, Ports.Subscriptions, SomeWebhooks.Secrets, Clock);
        Verify = new VerifyWebhook(Ports.Webhooks, Ports.Subscriptions, Ports.Receivers, SomeWebhooks.Secrets, Clock);
        TellOperators = new TellOperators(
            Ports.Notices, SomeComposer.Operators(), ids, Ports.Queue, Options.Create(new OperatorOptions()), Clock, NullLogger<TellOperators>.Instance);
        Loops = new ProcessLoops(this, world, wiring);
    }

    public CoreHead Head { get; }

    /// <summary>What all processes keep their rows in.</summary>
    public InMemoryStore Store => Head.Store;

    public PortSet Ports { get; }

    public CheckOptions Checks { get; }

    public override CheckPace Pace => Checks.Pace;

    public CheckCourt CheckCourt { get; }

    public DeliverMessages Deliver { get; }

    public override ReplayDeadLetters Replay { get; }

    public override Subscribe Subscribe { get; }

    public override ConfirmSubscriptions Confirm { get; }

    public override Unsubscribe Unsubscribe { get; }

    public override ImportSubscriptions Import { get; }

    public override OpenWebhooks Open { get; }

    public override ChangeWebhookSecret ChangeSecret { get; }

    public override VerifyWebhook Verify { get; }

    public TellOperators TellOperators { get; }

    public ProcessLoops Loops { get; }

    public override bool IsServing => IsAlive && !_ending.IsCancellationRequested;

    public CancellationToken Ending => _ending.Token;

    public override void Begin() => Loops.Start();

    public override void AskToEnd() => Context.Start(() =>
    {
        _ending.Cancel();
        return Task.CompletedTask;
    });

    public override bool IsTrouble(Exception error) => error is StoreFault || error.Message.Contains("races in a row", StringComparison.Ordinal);

    private SimulatedProvider Provider(string name) => new(name, honoursKeys: name is "acs", this, _world);
}
