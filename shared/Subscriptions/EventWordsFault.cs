namespace Tipstaff.Subscriptions;

/// <summary>What is wrong with event words that somebody typed.</summary>
public abstract record EventWordsFault
{
    private EventWordsFault()
    {
    }

    /// <summary>They are more than <see cref="EventFilter.MaxWords"/>.</summary>
    /// <param name="Count">How many words and phrases there are.</param>
    public sealed record TooMany(int Count) : EventWordsFault;

    /// <summary>One is longer than <see cref="EventFilter.MaxWordLength"/>.</summary>
    /// <param name="Typed">It, as it was typed.</param>
    public sealed record TooLong(string Typed) : EventWordsFault;

    /// <summary>One has no letter and no digit that could be looked for.</summary>
    /// <param name="Typed">It, as it was typed.</param>
    public sealed record NoWord(string Typed) : EventWordsFault;
}
