namespace Tipstaff.Breakers;

/// <summary>Where a circuit breaker stands.</summary>
public enum CircuitState
{
    /// <summary>Work goes through.</summary>
    Closed,

    /// <summary>Work is held until a moment.</summary>
    Open,

    /// <summary>That moment has come: one trial goes through, after an upcheck; what becomes of it decides.</summary>
    HalfOpen,
}
