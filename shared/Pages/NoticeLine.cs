using Tipstaff.Courts;
using Tipstaff.Mail;
using Tipstaff.Operators;

namespace Tipstaff.Pages;

/// <summary>One piece of news for operators, as the page of the courts shows it.</summary>
/// <param name="Status">Its kind in words.</param>
/// <param name="Text">What happened and what to do.</param>
/// <param name="At">When it came about.</param>
public sealed record NoticeLine(Status Status, string Text, PageTime? At)
{
    /// <summary>For how long news stand on the page.</summary>
    public static readonly TimeSpan ShownFor = TimeSpan.FromDays(7);

    /// <summary>The line of a notice.</summary>
    public static NoticeLine Of(OperatorNotice notice, CourtDirectory courts, DateTimeOffset now)
    {
        var zone = notice.Court is { } id && courts.TryFind(id.Value, out var court) ? court.TimeZone : CourtTime.Eastern;
        var isGood = notice.Kind is NoticeKind.CourtIsBack or NoticeKind.ProviderIsBack or NoticeKind.CourtReleased;
        return new(
            new Status(OperatorMail.Words(notice.Kind), isGood ? Tone.Good : Tone.Bad),
            CourtText.Clean(notice.Text, OperatorNotice.MaxTextLength),
            PageTime.Of(notice.At, zone, now));
    }
}
