namespace Tipstaff.Courts;

/// <summary>Which court somebody means by what they typed.</summary>
public abstract record CourtReading
{
    private CourtReading()
    {
    }

    /// <summary>It means one court and no other.</summary>
    /// <param name="Court">That court.</param>
    public sealed record Found(Court Court) : CourtReading;

    /// <summary>It fits several courts, and nothing says which of them is meant.</summary>
    /// <param name="Courts">Those courts, two or more, in the order of the directory.</param>
    public sealed record Several(IReadOnlyList<Court> Courts) : CourtReading;

    /// <summary>It names no court that Tipstaff knows.</summary>
    public sealed record Unknown : CourtReading;
}
