using Tipstaff.Courts;
using Tipstaff.Operators;

namespace Tipstaff.Mail;

/// <summary>What a mail to operators says. HTML and text are both written from it, and so say the same.</summary>
public sealed record OperatorMail
{
    /// <summary>The subject line.</summary>
    public required string Subject { get; init; }

    /// <summary>The news, oldest first; at least one.</summary>
    public required IReadOnlyList<OperatorMailNotice> Notices { get; init; }

    /// <summary>What a mailbox shows beside the subject.</summary>
    public string Preview => Notices[0].Text;

    /// <summary>What is to be said of news.</summary>
    /// <param name="notices">The news, oldest first; at least one.</param>
    /// <param name="courts">The courts, for their zones.</param>
    public static OperatorMail Of(IReadOnlyList<OperatorNotice> notices, CourtDirectory courts) => new()
    {
        Subject = Subjects(notices),
        Notices =
        [
            .. notices.Select(notice => new OperatorMailNotice(
                Words(notice.Kind),
                CourtTime.Write(notice.At, notice.Court is { } id && courts.TryFind(id.Value, out var court) ? court.TimeZone : CourtTime.Eastern),
                CourtText.Clean(notice.Text, OperatorNotice.MaxTextLength))),
        ],
    };

    /// <summary>The kind in words.</summary>
    public static string Words(NoticeKind kind) => kind switch
    {
        NoticeKind.DeadLetter => "Alert given up",
        NoticeKind.Gap => "Entries may have been missed",
        NoticeKind.CourtInTrouble => "Court in trouble",
        NoticeKind.CourtIsBack => "Court is back",
        NoticeKind.ProviderInTrouble => "Mail provider in trouble",
        NoticeKind.ProviderIsBack => "Mail provider is back",
        NoticeKind.AddressSuppressed => "Address suppressed",
        NoticeKind.QueueMessageKept => "Queue message kept",
        NoticeKind.CourtHeld => "Court held",
        NoticeKind.CourtReleased => "Court released",
        _ => "News",
    };

    // [Tipstaff] Court in trouble: nysd (+2)
    private static string Subjects(IReadOnlyList<OperatorNotice> notices)
    {
        var first = notices.FirstOrDefault(notice => notice.Kind is NoticeKind.DeadLetter or NoticeKind.Gap) ?? notices[0];
        var court = first.Court is null ? "" : $": {first.Court}";
        var further = notices.Count > 1 ? $" (+{notices.Count - 1})" : "";
        return $"[Tipstaff] {Words(first.Kind)}{court}{further}";
    }
}

/// <summary>One piece of news for operators.</summary>
/// <param name="Kind">Its kind in words.</param>
/// <param name="At">When it came about, by the court's clock or US Eastern time.</param>
/// <param name="Text">What happened and what to do.</param>
public sealed record OperatorMailNotice(string Kind, string At, string Text);
