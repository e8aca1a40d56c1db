using System.Text.Json.Serialization;
using Tipstaff.Operators;

namespace Tipstaff.Outbox;

/// <summary>A change of a provider's breaker that one process saw, on its way to where it is decided for all whether it counts.</summary>
/// <param name="Next">As it shall be, with the version that it builds on.</param>
/// <param name="Notice">What operators are told of it, if it counts; null for nothing.</param>
public sealed record BreakerTransition(ProviderBreaker Next, OperatorNotice? Notice);

/// <summary>
/// What the one place that decides for all processes knows of a provider's breaker, and what of that is not in the row yet that they
/// read: pure, so that whoever keeps it only reads, writes and keeps.
/// </summary>
public sealed record BreakerLedger
{
    /// <summary>Of which nothing is known yet, not even what the row says.</summary>
    public static readonly BreakerLedger New = new();

    /// <summary>The breaker, as the last transition that counted made it; null until the row was read once.</summary>
    public ProviderBreaker? Known { get; init; }

    /// <summary>What came before the row could be read, in the order in which it came.</summary>
    public IReadOnlyList<BreakerTransition> Undecided { get; init; } = [];

    /// <summary>What counted and is not in the row yet, the oldest first: each builds on the one before.</summary>
    public IReadOnlyList<BreakerTransition> Unwritten { get; init; } = [];

    /// <summary>Whether row and ledger say the same.</summary>
    [JsonIgnore]
    public bool IsSettled => Undecided is [] && Unwritten is [];

    /// <summary>After a transition was heard of: it counts if it builds on what is known. One that comes twice or late changes nothing.</summary>
    public BreakerLedger After(BreakerTransition transition) =>
        Known is null ? this with { Undecided = Undecided.Contains(transition) ? Undecided : [.. Undecided, transition] }
        : Known.Version != transition.Next.Version ? this
        : this with { Known = AsWritten(transition), Unwritten = [.. Unwritten, transition] };

    /// <summary>After the row was read for the first time: it is taken over, and what waited for it is decided.</summary>
    public BreakerLedger Learnt(ProviderBreaker stored) =>
        Undecided.Aggregate(this with { Known = stored, Undecided = [] }, (ledger, transition) => ledger.After(transition));

    /// <summary>After writing: the row as it stands.</summary>
    /// <remarks>
    /// An earlier write whose answer was lost is in it. What it says beyond that was read by everybody, and so it counts; the same
    /// where somebody took the row back to what it was long ago.
    /// </remarks>
    public BreakerLedger Copied(ProviderBreaker stored)
    {
        IReadOnlyList<BreakerTransition> left = [.. Unwritten.SkipWhile(transition => transition.Next.Version < stored.Version)];
        return left is [var next, ..] && next.Next.Version == stored.Version
            ? this with { Unwritten = left }
            : this with { Known = stored, Unwritten = [] };
    }

    /// <summary>The breaker that a transition makes, with the version that it then has.</summary>
    public static ProviderBreaker AsWritten(BreakerTransition transition) => transition.Next with { Version = transition.Next.Version + 1 };
}
