using System.Runtime.CompilerServices;
using Azure;
using Azure.Messaging.ServiceBus;
using Tipstaff.AzureHarness;
using Tipstaff.Tests.Simulation.Faults;
using Tipstaff.Tests.Simulation.World;

namespace Tipstaff.Tests.Simulation.Cloud.Faults;

/// <summary>The way of every call of an instance to the cloud: it may be slow, fail before or after the work, or be the instance's last.</summary>
internal sealed class CloudFaults(SimulatedWorld world, CloudHead head, CloudWiring wiring) : ICloudFaults
{
    // A service answers at once mostly; now and then others come in between.
    private const double Interleaved = 0.1;

    private static readonly FaultKind[] Reads = [FaultKind.InstanceKilledBefore, FaultKind.CloudSlow, FaultKind.TableThrottled];

    private static readonly FaultKind[] Writes =
    [
        FaultKind.InstanceKilledBefore, FaultKind.InstanceKilledAfter, FaultKind.CloudSlow, FaultKind.TableThrottled, FaultKind.TableUnknownOutcome,
        FaultKind.TableRepeated, FaultKind.TableLostRace,
    ];

    private static readonly FaultKind[] Bus =
        [FaultKind.InstanceKilledBefore, FaultKind.InstanceKilledAfter, FaultKind.CloudSlow, FaultKind.BusThrottled, FaultKind.BusUnknownOutcome];

    private static readonly FaultKind[] Hub = [FaultKind.InstanceKilledBefore, FaultKind.InstanceKilledAfter, FaultKind.CloudSlow];

    private readonly ConditionalWeakTable<CloudCall, StrongBox<FaultKind>> _drawn = [];

    public async Task BeforeAsync(CloudCall call, CancellationToken cancellationToken)
    {
        if (head.Find(call.Instance) is not { } process)
        {
            return;
        }

        if (call.Service is CloudService.Email)
        {
            Keep(call, await head.EmailFaults.BeforeAsync(call, process, cancellationToken));
            return;
        }

        var (site, key) = ($"{call.Service}.{call.Operation}", KeyOf(call));
        if (world.Plan.Chance("interleaved", site) < Interleaved)
        {
            await process.WaitAsync(TimeSpan.FromMilliseconds(1 + (80 * world.Plan.Chance("latency", key))));
        }

        var fault = Draw(call, site, key);
        switch (fault)
        {
            case FaultKind.InstanceKilledBefore:
                world.Crash(process, $"before {site}({key})");
                break;
            case FaultKind.CloudSlow:
                await process.WaitAsync(TimeSpan.FromSeconds(1 + (8 * world.Plan.Chance("slow", site))));
                break;
            case FaultKind.TableThrottled:
                throw new RequestFailedException(503, "The server is busy.", "ServerBusy", innerException: null);
            case FaultKind.BusThrottled:
                throw new ServiceBusException("The request was terminated because the entity is being throttled.", ServiceBusFailureReason.ServiceBusy);
            case FaultKind.TableLostRace:
                TableRivals.Touch(head.Audit, call);
                break;
            default:
                Keep(call, fault);
                break;
        }
    }

    public bool IsRepeated(CloudCall call)
    {
        if (!_drawn.TryGetValue(call, out var drawn) || drawn.Value is not FaultKind.TableRepeated || head.Find(call.Instance) is not { } process)
        {
            return false;
        }

        // The second time may well be refused.
        head.Watch.Written(process, call);
        return true;
    }

    public async Task AfterAsync(CloudCall call, CancellationToken cancellationToken)
    {
        if (head.Find(call.Instance) is not { } process)
        {
            return;
        }

        if (IsWrite(call))
        {
            world.Trace.Add($"{process.Name} {call.Operation} {call.Subject}");
            if (call.Service is CloudService.Tables)
            {
                head.Watch.Written(process, call);
            }
        }

        switch (_drawn.TryGetValue(call, out var drawn) ? drawn.Value : FaultKind.None)
        {
            case var fault when call.Service is CloudService.Email:
                await head.EmailFaults.AfterAsync(call, process, fault, cancellationToken);
                break;
            case FaultKind.InstanceKilledAfter:
                world.Crash(process, $"after {call.Service}.{call.Operation}({KeyOf(call)})");
                break;
            case FaultKind.TableUnknownOutcome:
                throw new RequestFailedException(500, "Operation could not be completed within the permitted time.", "OperationTimedOut", innerException: null);
            case FaultKind.BusUnknownOutcome:
                throw new ServiceBusException("The operation did not complete within the allocated time.", ServiceBusFailureReason.ServiceTimeout);
        }
    }

    private void Keep(CloudCall call, FaultKind fault)
    {
        if (fault is not FaultKind.None)
        {
            _drawn.Add(call, new StrongBox<FaultKind>(fault));
        }
    }

    private static bool IsWrite(CloudCall call) => call.Operation is not ("GetSendResult" or "GetEntity" or "Query" or "QueryTables" or "ReceiveMessages");

    // What it is about, the same in each run: table and partition, queue, orchestration.
    private static string KeyOf(CloudCall call)
    {
        var subject = call.Subject.AsSpan();
        var parted = call.Service is CloudService.Tables ? subject.LastIndexOf('|') : subject.IndexOfAny(' ', '/');
        return (parted < 0 ? subject : subject[..parted]).ToString();
    }

    private FaultKind Draw(CloudCall call, string site, string key) => call.Service switch
    {
        _ when wiring.IsCalm => FaultKind.None,
        CloudService.Tables when world.Plan.Current(FaultKind.StoreOutage, "store", world.Now) is not null => FaultKind.TableThrottled,
        CloudService.Tables => world.Plan.Draw(site, key, world.Now, IsWrite(call) ? Writes : Reads),
        CloudService.ServiceBus when IsWrite(call) && world.Now < world.Scenario.CalmFrom && wiring.DiesBeforeQueueing > world.Plan.Chance("dies before queueing", key) => FaultKind.InstanceKilledBefore,
        CloudService.ServiceBus => world.Plan.Draw(site, key, world.Now, Bus),
        _ => world.Plan.Draw(site, key, world.Now, Hub),
    };
}
