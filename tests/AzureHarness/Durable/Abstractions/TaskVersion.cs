namespace Microsoft.DurableTask;

/// <summary>The version of an orchestration or task; empty is none.</summary>
public readonly struct TaskVersion : IEquatable<TaskVersion>
{
    /// <summary>No version.</summary>
    public static readonly TaskVersion Unversioned = default;

    private readonly string? _version;

    /// <summary>A version; null or empty is none.</summary>
    public TaskVersion(string? version) => _version = version switch
    {
        null or "" => "",
        _ when string.IsNullOrWhiteSpace(version) => throw new ArgumentException("A version may not be blank.", nameof(version)),
        _ => version,
    };

    /// <summary>The version's text, never null.</summary>
    public string Version => _version ?? "";

    /// <summary>The version as text.</summary>
    public static implicit operator string(TaskVersion value) => value.Version;

    /// <summary>A text as version.</summary>
    public static implicit operator TaskVersion(string? value) => new(value);

    /// <summary>Versions are equal whatever their case.</summary>
    public static bool operator ==(TaskVersion a, TaskVersion b) => a.Equals(b);

    /// <summary>Versions differ in more than case.</summary>
    public static bool operator !=(TaskVersion a, TaskVersion b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskVersion other) => string.Equals(Version, other.Version, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Version);
}
