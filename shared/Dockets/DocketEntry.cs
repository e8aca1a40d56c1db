using Tipstaff.Courts;

namespace Tipstaff.Dockets;

/// <summary>One line of a docket sheet, as a court's feed shows it.</summary>
/// <remarks>Source: one or more <c>item</c>s of the CM/ECF feed that share an identity.</remarks>
public sealed record DocketEntry
{
    /// <summary>What makes it the same entry wherever the court shows it.</summary>
    public required EntryIdentity Identity { get; init; }

    /// <summary>The court that keeps the docket.</summary>
    public required CourtId Court { get; init; }

    /// <summary>The docket it stands on.</summary>
    public required DocketNumber Docket { get; init; }

    /// <summary>The docket number with everything that the court writes behind it: <c>1:18-cr-00123-ABC-2</c>.</summary>
    public required string DocketAsWritten { get; init; }

    /// <summary>The caption, <c>Doe v. Roe</c>; empty where the court gives none, as for sealed cases.</summary>
    public required string Caption { get; init; }

    /// <summary>PACER's id of the case (digits); null on appeal.</summary>
    public string? CaseId { get; init; }

    /// <summary>The sequence number in the case (<c>de_seq_num</c>), or the id of the part on appeal; null where the feed has neither.</summary>
    public string? Sequence { get; init; }

    /// <summary>The court's entry number; null where it gives none, as for many text-only entries.</summary>
    public string? Number { get; init; }

    /// <summary>Its main document; null for minute entries.</summary>
    public DocumentId? Document { get; init; }

    /// <summary>Where the document is, as the court wrote it; null where there is none. Hostile until checked by whoever shows it.</summary>
    public string? DocumentLink { get; init; }

    /// <summary>Where the docket sheet is, as the court wrote it. Hostile until checked by whoever shows it.</summary>
    public string? DocketLink { get; init; }

    /// <summary>When the clerk entered it, UTC; null where the feed gives no time.</summary>
    public DateTimeOffset? EnteredAt { get; init; }

    /// <summary>The events that it is, <c>Notice of Appearance</c>: a set in the order of the feed; may be empty.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>
    /// The identity by which the court's feed shows it, where a notice told of it first and it is recorded under another; null where it is
    /// not, and as long as no feed showed it.
    /// </summary>
    public EntryIdentity? ShownAs { get; init; }

    /// <summary>Trustee of a bankruptcy case; null elsewhere and where there is none yet.</summary>
    public string? Trustee { get; init; }
}
