using System.Diagnostics.CodeAnalysis;
using Tipstaff.Dockets;

namespace Tipstaff.Subscriptions;

/// <summary>Which events a subscription is about: words that stand in the labels of entries.</summary>
/// <remarks>
/// An entry that the court gives no label cannot be judged, and is told. One with several labels is left out by
/// <see cref="Exclude"/> only if each of them is: a motion that is filed with an exhibit stays a motion.
/// </remarks>
public sealed record EventFilter
{
    /// <summary>The most words and phrases on each side.</summary>
    public const int MaxWords = 20;

    /// <summary>The longest word or phrase, in characters.</summary>
    public const int MaxWordLength = 80;

    /// <summary>Lets everything through.</summary>
    public static readonly EventFilter All = new();

    /// <summary>Only entries with at least one of these words or phrases in a label; empty: all. Folded (<see cref="FoldedText"/>), sorted.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Not the entries all of whose labels have one of these. Folded (<see cref="FoldedText"/>), sorted.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Reads what somebody typed.</summary>
    /// <param name="include">Words or phrases; null or empty: all.</param>
    /// <param name="exclude">Words or phrases; null or empty: none.</param>
    /// <param name="filter">The filter; null where one of them has no word, is too long, or there are too many.</param>
    public static bool TryRead(IReadOnlyList<string>? include, IReadOnlyList<string>? exclude, [NotNullWhen(true)] out EventFilter? filter)
    {
        filter = Folded(include) is { } wanted && Folded(exclude) is { } unwanted ? new EventFilter { Include = wanted, Exclude = unwanted } : null;
        return filter is not null;
    }

    /// <summary>The words as they are kept: folded, sorted, each once; null where one has no word or is too long, or there are too many.</summary>
    public static IReadOnlyList<string>? Folded(IReadOnlyList<string>? words)
    {
        if (words is null)
        {
            return [];
        }

        return FaultOf(words) is null ? [.. words.Select(Fold).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] : null;
    }

    /// <summary>What is wrong with the words, the first that is; null for nothing.</summary>
    public static EventWordsFault? FaultOf(IReadOnlyList<string> words) =>
        words.Count > MaxWords ? new EventWordsFault.TooMany(words.Count)
        : words.FirstOrDefault(word => word.Length > MaxWordLength) is { } longer ? new EventWordsFault.TooLong(longer)
        : words.FirstOrDefault(word => Fold(word) is "") is { } empty ? new EventWordsFault.NoWord(empty)
        : null;

    /// <summary>Whether the entry is told.</summary>
    public bool Passes(DocketEntry entry)
    {
        if ((Include.Count == 0 && Exclude.Count == 0) || entry.Labels.Count == 0)
        {
            return true;
        }

        var labels = entry.Labels.Select(FoldedText.Of).ToList();
        return (Include.Count == 0 || labels.Exists(label => Include.Any(label.Has)))
            && !labels.TrueForAll(label => Exclude.Any(label.Has));
    }

    private static string Fold(string word) => FoldedText.Of(word).ToString();

    /// <inheritdoc/>
    public bool Equals(EventFilter? other) => other is not null && Include.SequenceEqual(other.Include) && Exclude.SequenceEqual(other.Exclude);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Include.Count, Exclude.Count, Include is [var included, ..] ? included : "", Exclude is [var excluded, ..] ? excluded : "");
}
