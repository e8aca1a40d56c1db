namespace Tipstaff.Preflights;

/// <summary>What a check before a deployment found.</summary>
public abstract record Finding
{
    private Finding()
    {
    }

    /// <summary>The deployment is not to go on.</summary>
    /// <param name="Reason">What is wrong, the beginning of a sentence.</param>
    /// <param name="Remedy">What to do, its end.</param>
    public sealed record Refused(string Reason, string Remedy) : Finding
    {
        /// <summary>Both as one sentence.</summary>
        public string Sentence => $"{Reason}: {Remedy}.";
    }

    /// <summary>The deployment may go on, and somebody is to look at this.</summary>
    /// <param name="What">A sentence.</param>
    public sealed record NeedsAttention(string What) : Finding;
}
