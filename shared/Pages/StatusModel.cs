using Tipstaff.Checks;
using Tipstaff.Courts;
using Tipstaff.Dockets;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Pages;

/// <summary>What the page of the courts shows.</summary>
public sealed record StatusModel
{
    /// <summary>The courts being watched, by id.</summary>
    public required IReadOnlyList<CourtLine> Courts { get; init; }

    /// <summary>The newest entries, newest first.</summary>
    public required IReadOnlyList<EntryLine> Entries { get; init; }

    /// <summary>The newest mails, newest first; null where they are not shown, as they tell who follows what.</summary>
    public required IReadOnlyList<MailLine>? Mails { get; init; }

    /// <summary>What operators should know, of the last days, newest first.</summary>
    public required IReadOnlyList<NoticeLine> Notices { get; init; }

    /// <summary>What may have been missed of late, newest first.</summary>
    public required IReadOnlyList<GapLine> Gaps { get; init; }

    /// <summary>How long alerts took of late; null when none went out, or it is not told.</summary>
    public DeliveryDelays? Delays { get; init; }

    /// <summary>How full the outbox is.</summary>
    public required OutboxCounts Counts { get; init; }

    /// <summary>When the page was made, US Eastern time.</summary>
    public required PageTime Now { get; init; }

    /// <summary>The command by which a docket can be followed.</summary>
    public required string Example { get; init; }

    /// <summary>Something to be said first, such as that everything is made up; null for nothing.</summary>
    public string? Notice { get; init; }

    /// <summary>Whether there is a page <c>/outbox</c>.</summary>
    public bool HasOutbox { get; init; }

    /// <summary>How many courts are in trouble.</summary>
    public int Troubled => Courts.Count(court => court.IsInTrouble);

    /// <summary>The page from what is stored.</summary>
    /// <param name="states">The courts' states.</param>
    /// <param name="entries">The newest entries, newest first.</param>
    /// <param name="mails">The newest messages, newest first; null where they are not shown.</param>
    /// <param name="notices">The newest notices for operators, newest first.</param>
    /// <param name="counts">How full the outbox is.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="site">The address of this installation.</param>
    /// <param name="hasOutbox">Whether mails go to the outbox folder and can be read at <c>/outbox</c>.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="notice">Something to be said first; null for nothing.</param>
    /// <param name="delays">How long alerts took; null when it is not told.</param>
    public static StatusModel Of(
        IReadOnlyList<CourtState> states,
        IReadOnlyList<DocketEntry> entries,
        IReadOnlyList<OutboxRow>? mails,
        IReadOnlyList<OperatorNotice> notices,
        OutboxCounts counts,
        CourtDirectory courts,
        Uri site,
        bool hasOutbox,
        DateTimeOffset now,
        string? notice = null,
        DeliveryDelays? delays = null)
    {
        var (court, docket) = entries is [var newest, ..] ? (newest.Court.Value, newest.Docket.Value) : ("nysd", "1:24-cv-01234");
        return new()
        {
            Courts = [.. states.OrderBy(state => state.Court.Value, StringComparer.Ordinal).Select(state => CourtLine.Of(state, courts, now))],
            Entries = [.. entries.Select(entry => EntryLine.Of(entry, courts, now))],
            Mails = mails?.Select(mail => MailLine.Of(mail, courts, hasOutbox, now)).ToList(),
            Notices = [.. notices.Where(notice => notice.At > now - NoticeLine.ShownFor).Select(notice => NoticeLine.Of(notice, courts, now))],
            Gaps = GapLine.Of(states, courts, now),
            Delays = delays,
            Counts = counts,
            Now = PageTime.Of(now, CourtTime.Eastern, now)!,
            Example = $$"""
                curl {{site.GetLeftPart(UriPartial.Path).TrimEnd('/')}}/api/subscriptions \
                  -H 'Content-Type: application/json' \
                  -d '{"email":"ada@example.com","court":"{{court}}","docketNumber":"{{docket}}"}'
                """,
            Notice = notice,
            HasOutbox = hasOutbox,
        };
    }
}
