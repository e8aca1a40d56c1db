using Tipstaff.Courts;
using Tipstaff.Mail;
using Tipstaff.Outbox;

namespace Tipstaff.Pages;

/// <summary>One mail of the outbox, as the pages list it. It names no address.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Subject">Its subject.</param>
/// <param name="Link">Where it can be read, below the pages' root; null where it cannot.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Since">Since when.</param>
public sealed record MailLine(string Key, string Subject, string? Link, Status Status, PageTime? Since)
{
    private const int MaxDetail = 120;
    private const int MaxLabel = 100;

    /// <summary>The line of a message.</summary>
    /// <param name="row">The message and its state.</param>
    /// <param name="courts">The courts.</param>
    /// <param name="hasOutbox">Whether mails can be read at <c>/outbox</c>: only where they go to the outbox folder, once written.</param>
    /// <param name="now">The present moment.</param>
    public static MailLine Of(OutboxRow row, CourtDirectory courts, bool hasOutbox, DateTimeOffset now)
    {
        var (subject, zone) = row.Message switch
        {
            OutboxMessage.AlertMessage { Alert: var alert } => (
                AlertSubject.Write(
                    alert.Court, alert.Docket, alert.Entries[0].Caption,
                    alert.Entries[0].Labels is [] ? "New entry" : CourtText.Clean(alert.Entries[0].Labels[0], MaxLabel),
                    alert.Entries.Count - 1),
                courts.TryFind(alert.Court.Value, out var court) ? court.TimeZone : CourtTime.Eastern),
            OutboxMessage.OperatorMessage news => (OperatorMail.Of(news.Notices, courts).Subject, CourtTime.Eastern),
            OutboxMessage.DigestMessage digest => ($"{digest.Slot.Cadence} digest", CourtTime.Eastern),
            _ => ("Request to confirm", CourtTime.Eastern),
        };
        var detail = row.Detail is null ? null : CourtText.Clean(row.Detail, MaxDetail);
        var status = row.State switch
        {
            OutboxState.Delivered => new Status("Delivered", Tone.Good, detail is null ? null : $"to {detail}"),
            OutboxState.Suppressed => new Status("Stopped", Tone.Quiet, detail),
            OutboxState.DeadLettered => new Status("Given up", Tone.Bad, detail),
            _ => new Status("Waiting", Tone.Waiting, detail),
        };
        var key = row.Message.Key.Value;
        return new(key, subject, hasOutbox && row.State is OutboxState.Delivered ? $"outbox/{key}" : null, status, PageTime.Of(row.At, zone, now));
    }
}
