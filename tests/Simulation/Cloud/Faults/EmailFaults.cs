using Azure;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>The way of every call of an instance to Communication Email: refused, lost before or after the mail was taken, or without an answer.</summary>
internal sealed class EmailFaults(SimulatedWorld world)
{
    /// <summary>The name under which outages of it are planned.</summary>
    public const string Provider = "acs";

    private static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(80);

    private static readonly FaultKind[] OfSends =
    [
        FaultKind.AcsThrottled, FaultKind.AcsThrottledBare, FaultKind.AcsBusy, FaultKind.AcsUnreachable, FaultKind.AcsSlow,
        FaultKind.AcsFailedBefore, FaultKind.AcsFailedAfter, FaultKind.AcsSilentBefore, FaultKind.AcsSilentAfter, FaultKind.AcsKilledAfter,
    ];

    private static readonly FaultKind[] OfLooks =
        [FaultKind.AcsThrottled, FaultKind.AcsBusy, FaultKind.AcsUnreachable, FaultKind.AcsSlow, FaultKind.AcsFailedBefore, FaultKind.AcsSilentBefore];

    private readonly Dictionary<(string Operation, string Instance), DateTimeOffset> _begun = [];
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);

    /// <summary>When mails were handed over, in order, whatever became of them.</summary>
    public List<DateTimeOffset> Sends { get; } = [];

    /// <summary>The service has taken a mail.</summary>
    /// <returns>When its instance began to hand it over.</returns>
    public DateTimeOffset Taken(SentMail mail)
    {
        _taken[mail.OperationId] = mail.InternetMessageId.Trim('<', '>');
        return _begun[(mail.OperationId, mail.Instance)];
    }

    /// <summary>Before the service does anything.</summary>
    /// <returns>What goes wrong afterwards.</returns>
    public async Task<FaultKind> BeforeAsync(CloudCall call, CloudProcess process, CancellationToken cancellationToken)
    {
        var isSend = call.Operation is "Send";
        if (isSend)
        {
            _begun[(call.Subject, call.Instance)] = world.Now;
            Sends.Add(world.Now);
            world.Count($"hand-overs to {Provider}");
        }

        await process.WaitAsync(Latency, cancellationToken);
        var fault = InOutage() ?? world.Plan.Draw($"Email.{call.Operation}", call.Subject, world.Now, isSend ? OfSends : OfLooks);
        switch (fault)
        {
            case FaultKind.AcsThrottled:
                throw EmailResponse.Refusal(429, "TooManyRequests", "Too many requests.", TimeSpan.FromSeconds(5 + (600 * world.Plan.Chance("acs retry-after", call.Subject))));
            case FaultKind.AcsThrottledBare:
                throw EmailResponse.Refusal(429, "TooManyRequests", "Too many requests.");
            case FaultKind.AcsBusy:
                throw EmailResponse.Refusal(503, "ServiceUnavailable", "The service is busy.");
            case FaultKind.AcsFailedBefore:
                throw EmailResponse.Refusal(500, "InternalServerError", "Something went wrong.");
            case FaultKind.AcsUnreachable:
                throw new RequestFailedException(
                    0, "No connection could be made.", errorCode: null, new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused."));
            case FaultKind.AcsSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(1 + (25 * world.Plan.Chance("acs slow", call.Subject))), cancellationToken);
                return FaultKind.None;
            case FaultKind.AcsSilentBefore:
                await process.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
                return FaultKind.None;
            default:
                return fault;
        }
    }

    /// <summary>After it has done it, before the instance hears of it.</summary>
    public async Task AfterAsync(CloudCall call, CloudProcess process, FaultKind fault, CancellationToken cancellationToken)
    {
        switch (fault)
        {
            case FaultKind.AcsKilledAfter:
                world.Crash(process, $"after Email.{call.Operation}({call.Subject})");
                break;
            case FaultKind.AcsFailedAfter:
                LoseReply(call);
                throw EmailResponse.Refusal(500, "InternalServerError", "Something went wrong.");
            case FaultKind.AcsSilentAfter:
                LoseReply(call);
                await process.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
        }
    }

    // Where the answer to the look is lost as well, and the provider is away for longer than a message is pinned, another may get the mail.
    private void LoseReply(CloudCall call)
    {
        if (_taken.TryGetValue(call.Subject, out var messageId))
        {
            world.Mailboxes.LoseReply(messageId);
        }
    }

    private FaultKind? InOutage() =>
        (world.Plan.Current(FaultKind.ProviderOutage, Provider, world.Now) ?? world.Plan.Current(FaultKind.ProviderOutage, "mail", world.Now))?.Manner switch
        {
            null => null,
            FaultKind.MailUnreachable => FaultKind.AcsUnreachable,
            FaultKind.MailClosing => FaultKind.AcsBusy,
            _ => FaultKind.AcsFailedBefore,
        };
}
