namespace Microsoft.DurableTask;

/// <summary>How an orchestration begins anew.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The new run's input.</summary>
    public object? NewInput { get; set; }

    /// <summary>Whether events that nobody has waited for go along; true unless set.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;

    /// <summary>The new run's version; as before unless set.</summary>
    public string? NewVersion { get; set; }
}

/// <summary>The orchestration that called this one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="InstanceId">Its id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);

/// <summary>What an activity function may know of its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The activity's name.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the orchestration that calls.</summary>
    public abstract string InstanceId { get; }
}
