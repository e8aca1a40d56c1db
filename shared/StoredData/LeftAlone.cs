using Tipstaff.Outbox;

namespace Tipstaff.StoredData;

/// <summary>Decides what becomes of a message that cannot be read, though its row is of a version that is: a newer Tipstaff may have written it.</summary>
/// <remarks>
/// While a deploy rolls on, such a message is left for the newer code. What nobody has sent for a day is nobody's: then it is given up, operators
/// are told, and a replay brings it back. One that is no JSON at all is damaged, and given up at once. A row of a newer version is never given up.
/// </remarks>
public static class LeftAlone
{
    /// <summary>For how long after it was due: far longer than a deploy takes.</summary>
    public static readonly TimeSpan For = TimeSpan.FromDays(1);

    /// <summary>Whether it is left as it is.</summary>
    /// <param name="json">The message as it is stored.</param>
    /// <param name="due">When it was due, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static bool Waits(string json, DateTimeOffset due, DateTimeOffset now) => now - due < For && MessageKinds.Of(json) is not null;
}
