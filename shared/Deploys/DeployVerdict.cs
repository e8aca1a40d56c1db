namespace Tipstaff.Deploys;

/// <summary>What the vital signs say of a deployment.</summary>
public abstract record DeployVerdict
{
    private DeployVerdict()
    {
    }

    /// <summary>It was watched to the end, and nothing went out of bounds.</summary>
    public sealed record Good : DeployVerdict;

    /// <summary>Nothing is out of bounds, and it is to be watched on.</summary>
    /// <param name="Until">Until when, UTC.</param>
    public sealed record Watching(DateTimeOffset Until) : DeployVerdict;

    /// <summary>It is to be taken back.</summary>
    /// <param name="Troubles">What went out of bounds; at least one.</param>
    public sealed record RollBack(IReadOnlyList<VitalTrouble> Troubles) : DeployVerdict;
}

/// <summary>A vital sign that is out of bounds.</summary>
/// <param name="Vital">Its name.</param>
/// <param name="Fault">In which way.</param>
/// <param name="Reason">What was seen and what is usual, in a sentence for people.</param>
public sealed record VitalTrouble(string Vital, VitalFault Fault, string Reason);

/// <summary>In which way a vital sign goes out of bounds.</summary>
public enum VitalFault
{
    /// <summary>Nothing is heard of it.</summary>
    Silence,

    /// <summary>It stays above what is usual.</summary>
    High,

    /// <summary>A minute far above what is usual.</summary>
    Spike,

    /// <summary>It rises and rises.</summary>
    Leak,

    /// <summary>Something that never happened before.</summary>
    NewKind,
}
