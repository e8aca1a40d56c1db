namespace Tipstaff.Health;

/// <summary>How the parts that Tipstaff stands on are.</summary>
/// <param name="Status"><c>up</c>, <c>down</c> when one part is, <c>unknown</c> while none is known to be away and one was not looked at yet.</param>
/// <param name="Version">Which program answers: its build's number, <c>+</c>, its commit.</param>
/// <param name="CheckedAt">When the part was looked at whose look is the oldest, UTC; null while one was not looked at.</param>
/// <param name="Parts">The parts, in the order in which they are asked.</param>
public sealed record HealthReport(string Status, string Version, DateTimeOffset? CheckedAt, IReadOnlyList<HealthPart> Parts)
{
    /// <summary>Every part was reached.</summary>
    public const string Up = "up";

    /// <summary>One part was not reached.</summary>
    public const string Down = "down";

    /// <summary>One part was not looked at yet.</summary>
    public const string Unknown = "unknown";

    /// <summary>The canary's last arrival; null where there is no canary.</summary>
    public CanaryHealth? Canary { get; init; }

    /// <summary>What the parts come to.</summary>
    /// <param name="version">Which program answers.</param>
    /// <param name="parts">The parts, in the order in which they are asked.</param>
    public static HealthReport Of(AppVersion version, IReadOnlyList<HealthPart> parts) => new(
        parts.Any(part => part.IsUp == false) ? Down : parts.Any(part => part.IsUp is null) ? Unknown : Up,
        version.ToString(),
        parts.Any(part => part.At is null) ? null : parts.Min(part => part.At),
        parts);
}

/// <summary>One part.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsUp">Whether it was reached the last time; null when it was not looked at yet.</param>
/// <param name="At">When that was, UTC.</param>
/// <param name="AgeSeconds">How long ago that was, whole seconds; null when it was not looked at yet.</param>
public sealed record HealthPart(string Name, bool? IsUp, DateTimeOffset? At, long? AgeSeconds = null);

/// <summary>The last entry of the canary that arrived. All fields are null until one has.</summary>
/// <param name="FiledAt">When it was filed, UTC.</param>
/// <param name="ArrivedAt">When it arrived in its mailbox, UTC.</param>
/// <param name="DelaySeconds">How long that took, seconds.</param>
public sealed record CanaryHealth(DateTimeOffset? FiledAt, DateTimeOffset? ArrivedAt, double? DelaySeconds);
