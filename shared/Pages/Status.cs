namespace Tipstaff.Pages;

/// <summary>How something stands, as a page shows it: always in words, the colour only repeats them.</summary>
/// <param name="Text">In words: <c>New entries</c>.</param>
/// <param name="Tone">How it is to be taken.</param>
/// <param name="Detail">More of it in words; null when there is none.</param>
public sealed record Status(string Text, Tone Tone, string? Detail = null)
{
    /// <summary>Its class in the stylesheet.</summary>
    public string Class => Tone switch
    {
        Tone.Good => "status good",
        Tone.Bad => "status bad",
        Tone.Waiting => "status waiting",
        _ => "status quiet",
    };
}

/// <summary>How a status is to be taken.</summary>
public enum Tone
{
    /// <summary>As usual, nothing to see.</summary>
    Quiet,

    /// <summary>Something went well.</summary>
    Good,

    /// <summary>Something is still to come.</summary>
    Waiting,

    /// <summary>Something is wrong.</summary>
    Bad,
}
