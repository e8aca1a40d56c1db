using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Courthouse;

/// <summary>The truth about one docket entry that the made-up courthouse filed: what a perfect reader makes of its items.</summary>
public sealed record FiledEntry
{
    /// <summary>What makes it this entry, by the rule for its court.</summary>
    public required EntryIdentity Identity { get; init; }

    /// <summary>The court.</summary>
    public required CourtId Court { get; init; }

    /// <summary>The docket.</summary>
    public required DocketNumber Docket { get; init; }

    /// <summary>The docket number with judge and defendant, as the feed writes it.</summary>
    public required string DocketAsWritten { get; init; }

    /// <summary>The caption as a person reads it; empty where the court gives none.</summary>
    public required string Caption { get; init; }

    /// <summary>PACER's id of the case; null on appeal.</summary>
    public string? CaseId { get; init; }

    /// <summary>Sequence number in the case, or id of the docket part on appeal; null where the feed has neither (<c>nyed</c>).</summary>
    public string? Sequence { get; init; }

    /// <summary>Entry number as the feed shows it; null for minute entries and where the link reads <c>Document</c>.</summary>
    public string? Number { get; init; }

    /// <summary>The document; null for minute entries.</summary>
    public DocumentId? Document { get; init; }

    /// <summary>Where the document is; null where there is none.</summary>
    public string? DocumentLink { get; init; }

    /// <summary>Where the docket sheet is.</summary>
    public required string DocketLink { get; init; }

    /// <summary>When it was entered, UTC, in whole seconds; known also where the feed does not say.</summary>
    public required DateTimeOffset EnteredAt { get; init; }

    /// <summary>False where its items lack a <c>pubDate</c>.</summary>
    public required bool IsTimed { get; init; }

    /// <summary>Its events in the order of the feed; at least one.</summary>
    public required IReadOnlyList<FiledLabel> Labels { get; init; }

    /// <summary>The trustee of a bankruptcy case; null elsewhere.</summary>
    public string? Trustee { get; init; }

    /// <summary>From when the feed shows it, UTC; null where the feed leaves its kind out: a quiet entry.</summary>
    public required DateTimeOffset? ShownFrom { get; init; }

    /// <summary>What is odd about its items.</summary>
    public required Quirks Quirks { get; init; }

    /// <summary>The labels that a feed built at this moment gives it.</summary>
    public IReadOnlyList<string> LabelsAt(DateTimeOffset builtAt) =>
        [.. Labels.Where(label => label.ShownFrom <= builtAt).Select(label => label.Text)];
}

/// <summary>One event of an entry.</summary>
/// <param name="Text">Its name: <c>Notice of Appearance</c>.</param>
/// <param name="ShownFrom">From when the feed shows it, UTC; later than the entry where the clerk added it afterwards.</param>
public sealed record FiledLabel(string Text, DateTimeOffset ShownFrom);

/// <summary>Something filed that no reader can make an entry of: a grand jury's <c>5:18-~gr-00001</c>.</summary>
/// <param name="Court">The court.</param>
/// <param name="Title">The item's title.</param>
/// <param name="EnteredAt">When it was entered, UTC; also from when the feed shows it.</param>
public sealed record UnreadableFiling(CourtId Court, string Title, DateTimeOffset EnteredAt);

/// <summary>A docket that the made-up courthouse keeps.</summary>
/// <param name="Court">The court.</param>
/// <param name="Number">Its number.</param>
/// <param name="Caption">Its caption; may be empty.</param>
public sealed record MadeUpDocket(CourtId Court, DocketNumber Number, string Caption);
