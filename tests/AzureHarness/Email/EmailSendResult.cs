#nullable disable
using System.Diagnostics.CodeAnalysis;

namespace Azure.Communication.Email;

/// <summary>How far a send has come.</summary>
public class EmailSendResult
{
    internal EmailSendResult(string id, EmailSendStatus status) => (Id, Status) = (id, status);

    /// <summary>How far.</summary>
    public EmailSendStatus Status { get; }

    internal string Id { get; }
}

/// <summary>How far a send has come; an open list of words.</summary>
[SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "As the SDK has it.")]
public readonly struct EmailSendStatus(string value) : IEquatable<EmailSendStatus>
{
    private readonly string _value = value ?? throw new ArgumentNullException(nameof(value));

    /// <summary>Given up.</summary>
    public static EmailSendStatus Canceled { get; } = new(Values.Canceled);

    /// <summary>It failed.</summary>
    public static EmailSendStatus Failed { get; } = new(Values.Failed);

    /// <summary>Taken, not begun.</summary>
    public static EmailSendStatus NotStarted { get; } = new(Values.NotStarted);

    /// <summary>Begun.</summary>
    public static EmailSendStatus Running { get; } = new(Values.Running);

    /// <summary>Handed over; that is not yet delivered.</summary>
    public static EmailSendStatus Succeeded { get; } = new(Values.Succeeded);

    /// <summary>A word.</summary>
    public static implicit operator EmailSendStatus(string value) => new(value);

    /// <summary>Equality.</summary>
    public static bool operator ==(EmailSendStatus left, EmailSendStatus right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(EmailSendStatus left, EmailSendStatus right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(EmailSendStatus other) => string.Equals(_value, other._value, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object obj) => obj is EmailSendStatus other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(_value ?? "");

    /// <inheritdoc/>
    public override string ToString() => _value;

    /// <summary>The words.</summary>
    public static class Values
    {
        /// <summary>Given up.</summary>
        public const string Canceled = "Canceled";

        /// <summary>It failed.</summary>
        public const string Failed = "Failed";

        /// <summary>Taken, not begun.</summary>
        public const string NotStarted = "NotStarted";

        /// <summary>Begun.</summary>
        public const string Running = "Running";

        /// <summary>Handed over.</summary>
        public const string Succeeded = "Succeeded";
    }
}

/// <summary>Makes results for tests.</summary>
public static class EmailModelFactory
{
    /// <summary>A result.</summary>
    public static EmailSendResult EmailSendResult(string id = null, EmailSendStatus status = default) => new(id, status);
}
