namespace Tipstaff.AzureHarness;

/// <summary>The kinds of things that an orchestrator asks for.</summary>
internal enum ActionKind
{
    Activity,
    Timer,
    SubOrchestration,
    EntityCall,
    EntitySignal,
    EntityLock,
    EntityUnlock,
    Event,
}

/// <summary>One thing that an orchestrator asked for.</summary>
/// <param name="Id">Its number in the execution, from 0.</param>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Name">The function's, operation's or event's name; empty for timers and locks.</param>
/// <param name="Target">The other orchestration's or the entity's id; null for activities and timers.</param>
/// <param name="Input">JSON; null for none.</param>
/// <param name="At">When a timer fires or a signal arrives, UTC.</param>
/// <param name="Version">The version asked for.</param>
internal sealed record DurableAction(
    int Id, ActionKind Kind, string Name, string? Target = null, string? Input = null, DateTime? At = null, string Version = "")
{
    /// <summary>Whether a replay may put one for the other. Inputs and times may differ, as they may in life.</summary>
    public bool IsSameAs(DurableAction other) =>
        (Id, Kind, Target) == (other.Id, other.Kind, other.Target) && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase);

    public override string ToString() => Kind switch
    {
        ActionKind.Timer => $"a timer (#{Id})",
        ActionKind.Activity => $"activity '{Name}' (#{Id})",
        ActionKind.SubOrchestration => $"sub-orchestration '{Name}' as '{Target}' (#{Id})",
        ActionKind.EntityCall => $"call of '{Name}' on {Target} (#{Id})",
        ActionKind.EntitySignal => $"signal '{Name}' to {Target} (#{Id})",
        ActionKind.EntityLock => $"lock of {Target} (#{Id})",
        ActionKind.EntityUnlock => $"release of {Target} (#{Id})",
        _ => $"event '{Name}' to '{Target}' (#{Id})",
    };
}
