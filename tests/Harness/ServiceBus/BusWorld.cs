using Azure.Core;
using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Time;

namespace Tipstaff.Tests.Harness.ServiceBus;

/// <summary>A cloud on virtual time with one queue, <c>alerts</c>, and instances that can die.</summary>
internal sealed class BusWorld : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 11, 16, 14, 0, 0, TimeSpan.Zero);
    private readonly VirtualContext _test;
    private readonly Dictionary<string, VirtualContext> _instances = new(StringComparer.Ordinal);

    public BusWorld(QueueSettings? settings = null)
    {
        _test = new VirtualContext(Time);
        Cloud = new AzureCloud(new MachineClock(Time, new VirtualContext(Time), static () => TimeSpan.Zero));
        Queue = Cloud.Bus.CreateQueue("alerts", settings);
        Client = ClientOf("1");
        Sender = Client.CreateSender("alerts");
        Receiver = Client.CreateReceiver("alerts");
    }

    public VirtualTime Time { get; } = new(Start);

    public AzureCloud Cloud { get; }

    public BusQueue Queue { get; }

    public ServiceBusClient Client { get; }

    public ServiceBusSender Sender { get; }

    public ServiceBusReceiver Receiver { get; }

    public string Host => $"{Cloud.AccountOf("1")}.servicebus.windows.net";

    public ServiceBusClient ClientOf(string instance) => new($"{Cloud.AccountOf(instance)}.servicebus.windows.net", AnyCredential.Instance);

    /// <summary>Does something and lets time pass until it is done.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        var done = StartIn(_test, work);
        for (var step = 0; !done.IsCompleted && step < 100; step++)
            Pass(step switch { 0 => TimeSpan.Zero, 1 => TimeSpan.FromMilliseconds(1), _ => TimeSpan.FromSeconds(30) });
        return done.IsCompleted ? done.GetAwaiter().GetResult() : throw new TimeoutException("Never done.");
    }

    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Begins something that goes on while time passes.</summary>
    public Task<T> Begin<T>(Func<Task<T>> work) => StartIn(_test, work);

    public void Pass(TimeSpan span) => Time.RunUntil(Time.Now + span);

    public void Send(string id) => Run(() => Sender.SendMessageAsync(new ServiceBusMessage(id) { MessageId = id }));

    public ServiceBusReceivedMessage? Receive(TimeSpan? wait = null) => Run(() => Receiver.ReceiveMessageAsync(wait ?? TimeSpan.FromMilliseconds(1)))!;

    /// <summary>Starts a listener on an instance.</summary>
    public ServiceBusListener Listen(
        string instance,
        Func<ServiceBusReceivedMessage, Microsoft.Azure.Functions.Worker.ServiceBusMessageActions, CancellationToken, Task> function,
        ServiceBusListenerSettings? settings = null,
        string queue = "alerts")
    {
        var listener = new ServiceBusListener(Cloud, instance, queue, function, settings);
        if (!_instances.TryGetValue(instance, out var context))
            _instances[instance] = context = new VirtualContext(Time);
        context.Start(() =>
        {
            listener.Start();
            return Task.CompletedTask;
        });
        Pass(TimeSpan.Zero);
        return listener;
    }

    /// <summary>An instance's waiting, by the cloud's clock.</summary>
    public Task Wait(TimeSpan span) => Task.Delay(span, Cloud.Time);

    /// <summary>The process of an instance is gone.</summary>
    public void End(string instance) => _instances[instance].End();

    public long Calls(string operation) =>
        Cloud.Counts.All.Where(count => count.Operation == operation).Sum(count => count.Calls);

    public void Dispose() => Cloud.Dispose();

    public static ServiceBusFailureReason ReasonOf(Action action) => Assert.Throws<ServiceBusException>(action).Reason;

    private static Task<T> StartIn<T>(VirtualContext context, Func<Task<T>> work)
    {
        var done = new TaskCompletionSource<T>();
        context.Start(async () =>
        {
            try
            {
                done.SetResult(await work());
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    internal sealed class AnyCredential : TokenCredential
    {
        public static readonly AnyCredential Instance = new();

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
