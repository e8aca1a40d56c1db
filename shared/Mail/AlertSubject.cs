using Tipstaff.Courts;
using Tipstaff.Dockets;

namespace Tipstaff.Mail;

/// <summary>Writes the subject of an alert's mail: <c>[nysd 1:18-cv-03365] Chau v. Donovan: Notice of Appearance (+1)</c>.</summary>
public static class AlertSubject
{
    /// <summary>Longest subject in characters.</summary>
    public const int MaxLength = 200;

    private const int MaxLabelLength = 100;

    /// <summary>One line of at most <see cref="MaxLength"/> characters; where all does not fit, the caption is shortened.</summary>
    /// <param name="court">The court.</param>
    /// <param name="docket">The docket.</param>
    /// <param name="caption">The caption; where it is empty, it is left out with its colon.</param>
    /// <param name="label">What the first entry is.</param>
    /// <param name="furtherEntries">How many entries are told beside the first.</param>
    public static string Write(CourtId court, DocketNumber docket, string caption, string label, int furtherEntries)
    {
        var place = $"[{court} {docket}] ";
        var news = CourtText.Clean(label, MaxLabelLength) + (furtherEntries > 0 ? $" (+{furtherEntries})" : "");
        var name = CourtText.Clean(caption, MaxLength - place.Length - news.Length - ": ".Length);
        return name is "" ? place + news : $"{place}{name}: {news}";
    }
}
