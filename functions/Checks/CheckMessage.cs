using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.StoredData;

namespace Tipstaff.Functions.Checks;

/// <summary>What the queue <c>checks</c> carries: one court that is to be asked.</summary>
public sealed record CheckMessage
{
    /// <summary>Its version.</summary>
    public int V { get; init; } = StoredKinds.CheckMessage.Writes;

    /// <summary>The court.</summary>
    public required CourtId Court { get; init; }

    /// <summary>Where its feed is.</summary>
    public required Uri Feed { get; init; }

    /// <summary>How the court stood when this was sent, so that a check which finds nothing need not read it; null where it was never asked, or the store is to be asked.</summary>
    public CourtStanding? Standing { get; init; }

    /// <summary>How often it was sent anew after a fault of our own.</summary>
    public int Times { get; init; }

    /// <summary>The id of the message that it was sent anew for; null for the first.</summary>
    public string? Origin { get; init; }

    /// <summary>Its id without the count: the same for the same state of the court, so that a second timer adds nothing.</summary>
    public string Id => Origin ?? $"{Court}.{Standing?.State.Version ?? 0}";
}

/// <summary>How a court stood.</summary>
/// <param name="State">Its state.</param>
/// <param name="Head">Which head row that state builds on.</param>
/// <param name="Tag">The ETag of its row in the list of courts; null where it has none.</param>
public sealed record CourtStanding(CourtState State, long Head, string? Tag);
