using Tipstaff.Checks;
using Tipstaff.Dockets;
using Tipstaff.Feeds;
using Tipstaff.Gaps;
using Tipstaff.Operators;
using Tipstaff.Outbox;

namespace Tipstaff.Local.Storage;

/// <summary>A check's step as rows; turned into JSON before the writer's turn, which is everyone's.</summary>
internal sealed class CourtStepRows
{
    private readonly CourtState _next;
    private readonly string _stateJson;
    private readonly long _seenAt;
    private readonly List<(DocketEntry Entry, string Json, string Labels)> _entries;
    private readonly IReadOnlyList<DocketEntry> _revised;
    private readonly List<OutboxMessageRow> _messages;
    private readonly IReadOnlyList<ToldDocument> _untold;
    private readonly IReadOnlyList<ToldDocument> _told;
    private readonly IReadOnlyList<ToldNotes> _notes;
    private readonly List<(string Hash, string Json)> _unreadable;
    private readonly IReadOnlyList<OperatorNotice> _notices;

    private CourtStepRows(CourtStep step, DateTimeOffset seenAt)
    {
        _next = step.State with { Version = step.State.Version + 1 };
        _stateJson = StoredJson.Write(_next);
        _seenAt = seenAt.UtcTicks;
        _entries = [.. step.NewEntries.Select(entry => (entry, StoredJson.Write(entry), StoredJson.Write(entry.Labels)))];
        _revised = step.RevisedEntries;
        _messages = [.. step.Alerts.Select(alert => OutboxMessageRow.Of(OutboxMessage.AlertMessage.Of(alert)))];
        _untold = step.Untold;
        _told = step.Told;
        _notes = step.ToldNotes;
        _unreadable = [.. step.Unreadable.Select(item => (ContentKey.Of(item.Text), StoredJson.Write(item)))];
        _notices = step.Notices;
    }

    private string Court => _next.Court.Value;

    /// <exception cref="ArgumentException">Thrown when something in the step is of another court: it would stand in a wrong partition.</exception>
    public static CourtStepRows Of(CourtStep step, DateTimeOffset seenAt)
    {
        var courts = step.NewEntries.Concat(step.RevisedEntries).Select(entry => entry.Court).Concat(step.Alerts.Select(alert => alert.Court));
        return courts.FirstOrDefault(court => court != step.State.Court) is { } other
            ? throw new ArgumentException($"A step of {step.State.Court} holds something of {other}.", nameof(step))
            : new CourtStepRows(step, seenAt);
    }

    /// <summary>Writes all of it on top of the version that was read.</summary>
    /// <returns>False when that version is no longer the stored one; then nothing was written.</returns>
    public bool TryWrite(SqliteSession session)
    {
        if (!TryWriteState(session))
        {
            return false;
        }

        _entries.ForEach(row => Insert(session, row.Entry, row.Json, row.Labels));
        foreach (var entry in _revised)
        {
            Revise(session, entry);
        }

        _messages.ForEach(message => message.Insert(session));
        foreach (var (subscriber, document, toldCase) in _untold)
        {
            session.Execute(
                "DELETE FROM told WHERE court = @court AND document = @document AND subscriber = @subscriber AND told_case = @case",
                ("@court", Court), ("@document", document.Value), ("@subscriber", subscriber.Value), ("@case", toldCase));
        }

        foreach (var (subscriber, document, toldCase) in _told)
        {
            session.Execute(
                """
                INSERT INTO told (court, document, subscriber, told_case, told_at) VALUES (@court, @document, @subscriber, @case, @at)
                ON CONFLICT DO NOTHING
                """,
                ("@court", Court), ("@document", document.Value), ("@subscriber", subscriber.Value),
                ("@case", toldCase), ("@at", _seenAt));
        }

        foreach (var (subscription, gapsThrough, quietThrough) in _notes)
        {
            session.Execute(
                """
                INSERT INTO told_notes (court, subscription, gaps_through, quiet_through) VALUES (@court, @subscription, @gaps, @quiet)
                ON CONFLICT DO UPDATE SET
                    gaps_through = nullif(max(coalesce(gaps_through, -1), coalesce(excluded.gaps_through, -1)), -1),
                    quiet_through = nullif(max(coalesce(quiet_through, -1), coalesce(excluded.quiet_through, -1)), -1)
                """,
                ("@court", Court), ("@subscription", subscription.Value), ("@gaps", gapsThrough?.UtcTicks), ("@quiet", quietThrough));
        }

        foreach (var notice in _notices)
        {
            SqliteOperatorNotices.Insert(session, notice);
        }

        _unreadable.ForEach(item => session.Execute(
            "INSERT INTO unreadable (court, hash, seen_at, json) VALUES (@court, @hash, @at, @json) ON CONFLICT (court, hash) DO NOTHING",
            ("@court", Court), ("@hash", item.Hash), ("@at", _seenAt), ("@json", item.Json)));
        if (_unreadable.Count > 0)
        {
            session.Execute(
                """
                DELETE FROM unreadable WHERE court = @court AND (seen_at < @old OR seq <=
                    (SELECT seq FROM unreadable WHERE court = @court ORDER BY seq DESC LIMIT 1 OFFSET @max))
                """,
                ("@court", Court), ("@old", _seenAt - CourtStep.UnreadableKeptFor.Ticks), ("@max", CourtStep.MaxUnreadableKept));
        }

        return true;
    }

    private bool TryWriteState(SqliteSession session) =>
        (_next.Version == 1
            ? session.Execute(
                "INSERT INTO courts (court, version, json) VALUES (@court, 1, @json) ON CONFLICT (court) DO NOTHING",
                ("@court", Court), ("@json", _stateJson))
            : session.Execute(
                "UPDATE courts SET version = @version, json = @json WHERE court = @court AND version = @version - 1",
                ("@court", Court), ("@version", _next.Version), ("@json", _stateJson))) == 1;

    private void Insert(SqliteSession session, DocketEntry entry, string json, string labels) =>
        session.Execute(
            """
            INSERT INTO entries (court, identity, docket, sequence, number, entered_at, seen_at, labels, json)
            VALUES (@court, @identity, @docket, @sequence, @number, @entered, @seen, @labels, @json)
            ON CONFLICT (court, identity) DO NOTHING
            """,
            ("@court", Court),
            ("@identity", entry.Identity.Value),
            ("@docket", entry.Docket.Value),
            ("@sequence", entry.Sequence),
            ("@number", EntryNumber.Of(entry)),
            ("@entered", entry.EnteredAt?.UtcTicks),
            ("@seen", _seenAt),
            ("@labels", labels),
            ("@json", json));

    // The stored labels stay and the new ones join them, so that an old step done again takes nothing away.
    private void Revise(SqliteSession session, DocketEntry entry)
    {
        var stored = session.Query(
            "SELECT labels FROM entries WHERE court = @court AND identity = @identity",
            reader => StoredJson.Read<IReadOnlyList<string>>(reader.GetString(0), "entries"),
            ("@court", Court), ("@identity", entry.Identity.Value));
        if (stored is not [var known])
        {
            return;
        }

        var revised = entry with { Labels = [.. known.Union(entry.Labels)] };
        session.Execute(
            """
            UPDATE entries SET docket = @docket, sequence = @sequence, number = @number, entered_at = @entered, labels = @labels, json = @json
            WHERE court = @court AND identity = @identity
            """,
            ("@court", Court),
            ("@identity", entry.Identity.Value),
            ("@docket", revised.Docket.Value),
            ("@sequence", revised.Sequence),
            ("@number", EntryNumber.Of(revised)),
            ("@entered", revised.EnteredAt?.UtcTicks),
            ("@labels", StoredJson.Write(revised.Labels)),
            ("@json", StoredJson.Write(revised)));
    }
}
