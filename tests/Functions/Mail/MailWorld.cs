using Azure.Communication.Email;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Tipstaff.AzureHarness;
using Tipstaff.Functions.Mail;
using Tipstaff.Mail;
using Tipstaff.Tests.Simulation.Time;
using Tipstaff.Tests.Support;

namespace Tipstaff.Tests.Functions.Mail;

/// <summary>A cloud with mail and tables, and instances that send through it, on virtual time.</summary>
internal sealed class MailWorld : IDisposable
{
    private readonly VirtualTime _time = new(Some.Monday9Am);
    private readonly VirtualContext _context;

    public MailWorld()
    {
        _context = new VirtualContext(_time);
        Clock = new MachineClock(_time, _context, () => TimeSpan.Zero);
        Cloud = new AzureCloud(Clock);
        Run(async () => await OperatorsOf("1").CreateIfNotExistsAsync());
        Cloud.Counts.Clear();
    }

    public AzureCloud Cloud { get; }

    public MachineClock Clock { get; }

    public AcsOptions Options { get; } = new();

    public EmailService Email => Cloud.Email;

    public DateTimeOffset Now => _time.Now;

    /// <summary>A client of an instance, as the app makes it.</summary>
    public EmailClient Client(string instance = "1") =>
        CommunicationMailServices.ClientOf(Located(instance), new AnyCredential());

    /// <summary>A client with retries of its own.</summary>
    public EmailClient RetryingClient(int retries)
    {
        var options = new EmailClientOptions();
        options.Retry.MaxRetries = retries;
        return new EmailClient(Located("1").Endpoint, new AnyCredential(), options);
    }

    public MailQuota Quota(string instance = "1") =>
        new(OperatorsOf(instance), Microsoft.Extensions.Options.Options.Create(Options), Clock, NullLogger<MailQuota>.Instance);

    public CommunicationMailer Mailer(string instance = "1", MailQuota? quota = null, EmailClient? client = null) => new(
        client ?? Client(instance),
        quota ?? Quota(instance),
        Microsoft.Extensions.Options.Options.Create(Located(instance)),
        Microsoft.Extensions.Options.Options.Create(new MailOptions { From = "alerts@tipstaff.example" }),
        Clock,
        NullLogger<CommunicationMailer>.Instance);

    public TableClient OperatorsOf(string instance) =>
        new TableServiceClient(new Uri($"https://{Cloud.AccountOf(instance)}.table.core.windows.net"), new AnyCredential()).GetTableClient("operators");

    /// <summary>Room for as many mails as a test likes, at the service and in our own count.</summary>
    public void LiftQuotas()
    {
        Email.Quota.Lift();
        (Options.PerMinute, Options.PerHour) = (100_000, 1_000_000);
    }

    /// <summary>Does something on virtual time, for as long as it takes.</summary>
    public T Run<T>(Func<Task<T>> work)
    {
        Task<T>? done = null;
        _context.Start(async () =>
        {
            done = work();
            await Task.WhenAny(done);
        });
        for (var seconds = 0; done is not { IsCompleted: true } && seconds < 24 * 3600; seconds++)
        {
            _time.RunUntil(seconds == 0 ? _time.Now : _time.Now + TimeSpan.FromSeconds(1));
        }

        return done!.IsCompleted ? done.GetAwaiter().GetResult() : throw new TimeoutException("It did not end within a day.");
    }

    /// <summary>Lets time pass.</summary>
    public void Pass(TimeSpan time) => _time.RunUntil(_time.Now + time);

    public void Dispose() => Cloud.Dispose();

    private AcsOptions Located(string instance) => new()
    {
        Endpoint = new Uri($"https://{Cloud.AccountOf(instance)}.communication.azure.com"),
        Sender = Options.Sender,
        PerMinute = Options.PerMinute,
        PerHour = Options.PerHour,
        Timeout = Options.Timeout,
        LeaveOutHeaders = Options.LeaveOutHeaders,
    };

    internal sealed class AnyCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => default;
    }
}

/// <summary>Faults as a test says them, around the calls to the mail service.</summary>
internal sealed class MailFaults : ICloudFaults
{
    public Func<CloudCall, Exception?> Before { get; set; } = _ => null;

    public Func<CloudCall, Exception?> After { get; set; } = _ => null;

    /// <summary>Whether an answer never comes.</summary>
    public Predicate<CloudCall> IsSilent { get; set; } = _ => false;

    public Task BeforeAsync(CloudCall call, CancellationToken cancellationToken) =>
        call.Service is CloudService.Email && Before(call) is { } fault ? Task.FromException(fault) : Task.CompletedTask;

    public async Task AfterAsync(CloudCall call, CancellationToken cancellationToken)
    {
        if (call.Service is not CloudService.Email)
        {
            return;
        }

        if (IsSilent(call))
        {
            var never = new TaskCompletionSource();
            await using var end = cancellationToken.UnsafeRegister((_, token) => never.TrySetCanceled(token), null);
            await never.Task;
        }

        if (After(call) is { } fault)
        {
            throw fault;
        }
    }
}
