namespace Tipstaff.Idempotency;

/// <summary>A request that came with a key: claimed at first, then answered. It holds hashes only, no address and nothing that was sent.</summary>
public sealed record KeyedRequest
{
    /// <summary>How long a key is honoured.</summary>
    public static readonly TimeSpan HonouredFor = TimeSpan.FromHours(24);

    /// <summary>
    /// How long a claim without an answer keeps others out: far longer than a request takes, and short for whoever sends it again after
    /// it failed or its instance died.
    /// </summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    /// <summary>A hash of who asked and of the key: 32 hex digits.</summary>
    public required string Key { get; init; }

    /// <summary>A hash of the body: 32 hex digits.</summary>
    public required string Body { get; init; }

    /// <summary>Until when the key is honoured, UTC.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Until when the claim holds, UTC.</summary>
    public required DateTimeOffset ClaimedUntil { get; init; }

    /// <summary>The answer; null while there is none.</summary>
    public KeptAnswer? Answer { get; init; }

    /// <summary>The stored version; 0 for none.</summary>
    public long Version { get; init; }

    /// <summary>What is to be done with a request that bears a key.</summary>
    /// <param name="stored">What is known of the key; null for nothing.</param>
    /// <param name="key">The hash of who asks and of the key.</param>
    /// <param name="body">The hash of the body.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static KeyedOutcome Decide(KeyedRequest? stored, string key, string body, DateTimeOffset now)
    {
        if (stored is null || now >= stored.Until)
        {
            return new KeyedOutcome.Claimed(new KeyedRequest
            {
                Key = key,
                Body = body,
                Until = now + HonouredFor,
                ClaimedUntil = now + Lease,
                Version = stored?.Version ?? 0,
            });
        }

        return stored switch
        {
            _ when stored.Body != body => new KeyedOutcome.OtherBody(),
            { Answer: { } answer } => new KeyedOutcome.Answered(answer),
            _ when now < stored.ClaimedUntil => new KeyedOutcome.UnderWay(stored.ClaimedUntil - now),
            _ => new KeyedOutcome.Claimed(stored with { ClaimedUntil = now + Lease }),
        };
    }
}

/// <summary>An answer as it is given again.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Json">The body. It names no address.</param>
public sealed record KeptAnswer(int Status, string Json);

/// <summary>What comes of a request with a key.</summary>
public abstract record KeyedOutcome
{
    private KeyedOutcome()
    {
    }

    /// <summary>It is to be worked on, once this claim is written.</summary>
    public sealed record Claimed(KeyedRequest Request) : KeyedOutcome;

    /// <summary>It has its answer.</summary>
    public sealed record Answered(KeptAnswer Answer) : KeyedOutcome;

    /// <summary>The same request is being worked on; it may be sent again after this time.</summary>
    public sealed record UnderWay(TimeSpan Wait) : KeyedOutcome;

    /// <summary>The key was sent with another body before.</summary>
    public sealed record OtherBody : KeyedOutcome;
}
