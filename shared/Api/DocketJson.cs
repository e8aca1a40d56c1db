using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Gaps;
using Tipstaff.Mail;

namespace Tipstaff.Api;

/// <summary>A page of what is known of a docket; times are UTC.</summary>
public sealed record DocketJson
{
    private const int MaxCaption = 500;

    /// <summary>The court's id.</summary>
    public required string Court { get; init; }

    /// <summary>The docket number as Tipstaff keeps it.</summary>
    public required string DocketNumber { get; init; }

    /// <summary>The caption; empty where the court gives none.</summary>
    public required string Caption { get; init; }

    /// <summary>The docket sheet; null where there is no link that may be shown.</summary>
    public string? DocketLink { get; init; }

    /// <summary>Entries, the newest first.</summary>
    public required IReadOnlyList<EntryJson> Entries { get; init; }

    /// <summary>What to send as <c>cursor</c> for those that follow; null when these are the last.</summary>
    public string? Next { get; init; }

    /// <summary>Entry numbers that the docket has used since its court is watched, but the feed never showed; ascending.</summary>
    public required IReadOnlyList<NumberRange> QuietNumbers { get; init; }

    /// <summary>The gaps of the court that were found in the last 7 days: entries of them may be missing.</summary>
    public required IReadOnlyList<GapJson> Gaps { get; init; }

    /// <summary>A page of a docket.</summary>
    /// <param name="all">All entries known, the newest first; at least one.</param>
    /// <param name="page">Those of the page.</param>
    /// <param name="next">The cursor of the page that follows; null for none.</param>
    /// <param name="state">The court's state; null when it was never asked.</param>
    /// <param name="now">The present moment, UTC.</param>
    public static DocketJson Of(IReadOnlyList<DocketEntry> all, IEnumerable<DocketEntry> page, string? next, CourtState? state, DateTimeOffset now) => new()
    {
        Court = all[0].Court.Value,
        DocketNumber = all[0].Docket.Value,
        Caption = CourtText.Clean(all.FirstOrDefault(entry => entry.Caption.Length > 0)?.Caption, MaxCaption),
        DocketLink = all.Select(entry => CourtLink.Of(entry.DocketLink)).FirstOrDefault(link => link is not null)?.AbsoluteUri,
        Entries = [.. page.Select(EntryJson.Of)],
        Next = next,
        QuietNumbers = QuietOf(all, state),
        Gaps = GapJson.OfLate(state, now),
    };

    private static IReadOnlyList<NumberRange> QuietOf(IReadOnlyList<DocketEntry> all, CourtState? state)
    {
        if (state is not { Window: { Since: { } since } window })
        {
            return [];
        }

        var known = from entry in all
                    let number = EntryNumber.Of(entry)
                    where number is not null
                    orderby number
                    select new KnownNumber(entry.Docket, number.Value, entry.EnteredAt ?? since);
        return QuietEntries.Find([.. known], since, told: null, window, state.UnreadableItems > 0)?.Ranges ?? [];
    }
}

/// <summary>An entry of a docket.</summary>
public sealed record EntryJson
{
    private const int MaxNumber = 12;
    private const int MaxLabel = 400;
    private const int MaxLabels = 50;

    /// <summary>What makes it the same entry wherever the court shows it.</summary>
    public required string Id { get; init; }

    /// <summary>The court's entry number; null where it gives none.</summary>
    public string? Number { get; init; }

    /// <summary>The events that it is.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>When it was entered; null where the feed gives no time.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>The document; null where there is none, or no link that may be shown.</summary>
    public string? DocumentLink { get; init; }

    /// <summary>What is told of an entry.</summary>
    public static EntryJson Of(DocketEntry entry) => new()
    {
        Id = entry.Identity.Value,
        Number = CourtText.Clean(entry.Number, MaxNumber) is { Length: > 0 } number ? number : null,
        Labels = [.. entry.Labels.Take(MaxLabels).Select(label => CourtText.Clean(label, MaxLabel)).Where(label => label.Length > 0)],
        EnteredAt = entry.EnteredAt,
        DocumentLink = CourtLink.Of(entry.DocumentLink)?.AbsoluteUri,
    };
}
