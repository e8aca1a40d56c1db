using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;
using Tipstaff.AzureHarness;

namespace Tipstaff.Tests.Harness.Durable;

public sealed class EntityTests : IDisposable
{
    private static readonly EntityInstanceId Nysd = new("Tally", "nysd");

    private readonly HubBench _bench = new();

    public EntityTests() => _bench.Start("a", worker => worker
        .Entity("Tally", () => new Tally())
        .Orchestrator("Add", async context =>
        {
            await context.Entities.SignalEntityAsync(Nysd, "Add", 2);
            return await context.Entities.CallEntityAsync<int>(Nysd, "add", 3);
        })
        .Orchestrator("Fail", async context =>
        {
            try
            {
                await context.Entities.CallEntityAsync(Nysd, "SetThenFail", 9);
                return "no error";
            }
            catch (EntityOperationFailedException error)
            {
                return $"{error.EntityId} {error.OperationName} {error.FailureDetails}";
            }
        })
        .Orchestrator("Guard", async context =>
        {
            await using (await context.Entities.LockEntitiesAsync(Nysd, new EntityInstanceId("tally", "ca9")))
            {
                var before = await context.Entities.CallEntityAsync<int>(Nysd, "Get");
                await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                return before == await context.Entities.CallEntityAsync<int>(Nysd, "Get") && context.Entities.InCriticalSection();
            }
        }));

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void SignalEntity_MethodByAnyCase_ChangesTheState()
    {
        Signal("ADD", 2);
        Signal("add", 3);

        Assert.Equal(5, StateOf(Nysd));
        Assert.Equal(2, _bench.Count("Operation"));
    }

    [Fact]
    public void SignalEntity_OperationThrows_KeepsTheStateAndDropsWhatItSent()
    {
        Signal("Add", 2);
        Signal("SetThenFail", 9);

        Assert.Equal(2, StateOf(Nysd));
        Assert.Null(_bench.Do(client => client.Entities.GetEntityAsync(new EntityInstanceId("Tally", "other"))));
        Assert.Equal("@tally@nysd SetThenFail: System.FormatException: Not a number.", Assert.Single(_bench.Hub.FailedSignals));
    }

    [Fact]
    public void SignalEntity_SignalTime_ArrivesThen()
    {
        var at = _bench.Now + TimeSpan.FromDays(1);
        _bench.Do(client => client.Entities.SignalEntityAsync(Nysd, "Add", 1, new SignalEntityOptions { SignalTime = at }));

        _bench.Pass(TimeSpan.FromHours(23));
        var before = StateOf(Nysd);
        _bench.Pass(TimeSpan.FromHours(1));

        Assert.Null(before);
        Assert.Equal(1, StateOf(Nysd));
    }

    [Fact]
    public void SignalEntity_ArrivesTwice_RunsTwice()
    {
        _bench.Hub.Faults = new Doubled();

        Signal("Add", 2);

        Assert.Equal(4, StateOf(Nysd));
    }

    [Fact]
    public void CallEntity_FromOrchestration_GivesTheResult()
    {
        _bench.Schedule("Add");

        Assert.Equal(5, _bench.Look("add").ReadOutputAs<int>());
    }

    [Fact]
    public void CallEntity_OperationThrows_FailsTheCall()
    {
        _bench.Schedule("Fail");

        Assert.Equal("@tally@nysd SetThenFail System.FormatException: Not a number.", _bench.Look("fail").ReadOutputAs<string>());
    }

    [Fact]
    public void Delete_WithoutAMethod_RemovesTheState()
    {
        Signal("Add", 2);

        Signal("delete");

        Assert.Null(_bench.Do(client => client.Entities.GetEntityAsync(Nysd)));
    }

    [Fact]
    public void ScheduleNewOrchestration_FromEntity_StartsIt()
    {
        Signal("Start", "Add");

        Assert.Equal(5, _bench.Look("started").ReadOutputAs<int>());
    }

    [Fact]
    public void LockEntities_WhileHeld_KeepsOthersOut()
    {
        _bench.Schedule("Guard");
        Signal("Add", 7);

        var held = StateOf(Nysd);
        _bench.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(0, held);
        Assert.True(_bench.Look("guard").ReadOutputAs<bool>());
        Assert.Equal(7, StateOf(Nysd));
    }

    [Fact]
    public void GetAllEntities_ByName_ReadsStates()
    {
        Signal("Add", 1);
        _bench.Do(client => client.Entities.SignalEntityAsync(new EntityInstanceId("tally", "ca9"), "Add", 2));

        var found = _bench.Do(async client =>
        {
            var all = new List<string>();
            await foreach (var entity in client.Entities.GetAllEntitiesAsync<int>(new EntityQuery { InstanceIdStartsWith = "tally@" }))
                all.Add($"{entity.Id.Key} {entity.State}");

            return all;
        });

        Assert.Equal(["ca9 2", "nysd 1"], found);
    }

    private int? StateOf(EntityInstanceId id) => _bench.Do(client => client.Entities.GetEntityAsync(id))?.State.ReadAs<int>();

    private void Signal(string operation, object? input = null) =>
        _bench.Do(client => client.Entities.SignalEntityAsync(Nysd, operation, input));

    private sealed class Tally : TaskEntity<int>
    {
        public int Add(int number) => State += number;

        public int Get() => State;

        public void Start(string orchestrator, TaskEntityContext context) =>
            context.ScheduleNewOrchestration(orchestrator, new StartOrchestrationOptions("started"));

        public async Task SetThenFail(int number)
        {
            State = number;
            Context.SignalEntity(new EntityInstanceId("Tally", "other"), "Add", number);
            await Task.Yield();
            throw new FormatException("Not a number.");
        }
    }

    private sealed class Doubled : DurableFaults
    {
        public override bool ArrivesTwice(EntitySignal signal) => true;
    }
}
