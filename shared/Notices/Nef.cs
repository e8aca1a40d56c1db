using Tipstaff.Dockets;

namespace Tipstaff.Notices;

/// <summary>A Notice of Electronic Filing, or of Docket Activity: one transaction, entered in one case or several.</summary>
/// <remarks>Source: the e-mail that CM/ECF sends to who takes part in a case. Who got it, and who filed, is not kept.</remarks>
public sealed record Nef
{
    /// <summary>Whether it is a Notice of Docket Activity, of a court of appeals.</summary>
    public bool IsAppellate { get; init; }

    /// <summary>Whether it is of the newer appellate system (ACMS).</summary>
    public bool IsAcms { get; init; }

    /// <summary>Whether more documents than one were filed.</summary>
    public bool HasAttachments { get; init; }

    /// <summary>Whether the message carries an image, as those of people do: of a court's own mail none does.</summary>
    public bool CarriesImage { get; init; }

    /// <summary>The date of the filing, as the court writes it; null where it is missing.</summary>
    public DateOnly? FiledOn { get; init; }

    /// <summary>When it was entered; null where the notice does not say, as of some courts of appeals.</summary>
    public NefMoment? Entered { get; init; }

    /// <summary>What was filed, <c>Motion for Recusal</c>; null where the subject does not say.</summary>
    public string? Title { get; init; }

    /// <summary>The cases, in the order of the notice; one or more.</summary>
    public required IReadOnlyList<NefCase> Cases { get; init; }
}

/// <summary>A moment by the court's clock.</summary>
/// <param name="Clock">Date and time as written, to the minute or second.</param>
/// <param name="Offset">The offset that the zone written behind it means; null where none is.</param>
public sealed record NefMoment(DateTime Clock, TimeSpan? Offset);

/// <summary>One case of a notice, and the entry in it.</summary>
public sealed record NefCase
{
    /// <summary>The caption; empty where there is none.</summary>
    public required string Caption { get; init; }

    /// <summary>The docket number with all that is written behind it: <c>1:20-cv-08924-CM</c>.</summary>
    public required string NumberAsWritten { get; init; }

    /// <summary>The docket number taken apart; null where it is none.</summary>
    public DocketNumberParts? Number { get; init; }

    /// <summary>The docket text; empty where there is none.</summary>
    public required string Text { get; init; }

    /// <summary>The entry's number; null where the court gives none.</summary>
    public string? DocumentNumber { get; init; }

    /// <summary>The document's link, as written; null where there is none. It may hold a key that belongs to the recipient alone.</summary>
    public string? DocumentLink { get; init; }

    /// <summary>The id in that link, its fourth digit normalised to 0; null for none.</summary>
    public string? DocumentId { get; init; }

    /// <summary>PACER's id of the case; null for none.</summary>
    public string? CaseId { get; init; }

    /// <summary>The sequence number in the case; null where no link tells it.</summary>
    public string? Sequence { get; init; }

    /// <summary>The key of the free first look; null for none. It belongs to the recipient: never store, show or pass it on.</summary>
    public string? Magic { get; init; }

    /// <summary>The hosts to which the links of the case and of its document lead, in lower case; empty where it has none.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];
}
