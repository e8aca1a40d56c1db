namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator, activity or entity function; a string converts to it.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>A name; null is none.</summary>
    public TaskName(string name) => Name = name ?? "";

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The name as text.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>A text as name.</summary>
    public static implicit operator TaskName(string value) => new(value);

    /// <summary>Names are equal whatever their case.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Names differ in more than case.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Name ?? "");

    /// <inheritdoc/>
    public override string ToString() => Name ?? "";
}
