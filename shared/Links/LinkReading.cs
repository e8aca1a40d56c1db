namespace Tipstaff.Links;

/// <summary>What a token that somebody brought turned out to be.</summary>
public abstract record LinkReading
{
    private LinkReading()
    {
    }

    /// <summary>Ours, for this purpose, and in time.</summary>
    /// <param name="Subject">Whom or what it is about: the 32 hex digits of an id. A row of that id need not exist any more.</param>
    public sealed record Valid(string Subject) : LinkReading;

    /// <summary>Ours and for this purpose, but its time is over.</summary>
    public sealed record Expired : LinkReading;

    /// <summary>Not ours, for another purpose, damaged, or missing.</summary>
    public sealed record Invalid : LinkReading;
}
