using System.Text.Json.Serialization;
using Tipstaff.Outbox;

namespace Tipstaff.Canaries;

/// <summary>What is stored of the canary: which of its entries arrived, and up to when it was looked whether any is missing. It names nobody.</summary>
public sealed record CanaryRecord
{
    /// <summary>How many entries are remembered, the newest: four hours of them.</summary>
    public const int MaxEntries = 48;

    private const int MaxReports = 20;

    // Whoever looks each minute finds one at a time; more than two at once, and nobody looked for a while.
    private static readonly TimeSpan LooksWithin = CanaryCourt.Every * 2;

    private static readonly TimeSpan LooksBack = TimeSpan.FromHours(1);

    /// <summary>Since when its subscriber is to be told, UTC: what was filed before is awaited by nobody.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Entries filed up to this moment, UTC, were looked for, and counted where they were missing.</summary>
    public required DateTimeOffset JudgedTo { get; init; }

    /// <summary>Entries that a mail provider took, by the time of their filing.</summary>
    public IReadOnlyList<CanaryEntry> Entries { get; init; } = [];

    /// <summary>Reports that came before it was written down that the provider took the mail, the oldest first.</summary>
    public IReadOnlyList<CanaryReport> Reports { get; init; } = [];

    /// <summary>The newest entry that arrived; null where none has.</summary>
    public CanaryArrival? Last { get; init; }

    /// <summary>How often the stored row was written; a write is conditional on the version that was read. 0 before the first.</summary>
    public long Version { get; init; }

    /// <summary>Of a canary that begins.</summary>
    public static CanaryRecord New(DateTimeOffset since) => new() { Since = since, JudgedTo = since };

    /// <summary>After a mail provider took a mail with entries. Once more changes nothing.</summary>
    /// <param name="message">The mail's message.</param>
    /// <param name="filedAt">When its entries were filed, UTC.</param>
    /// <param name="at">When it was taken, UTC.</param>
    /// <param name="awaitsReport">Whether it has arrived only when that is reported.</param>
    public CanaryStep Accepted(IdempotencyKey message, IEnumerable<DateTimeOffset> filedAt, DateTimeOffset at, bool awaitsReport)
    {
        var arrivedAt = awaitsReport ? Reports.FirstOrDefault(report => report.Message == message)?.At : at;
        var known = Entries.Select(entry => entry.FiledAt).ToHashSet();
        List<CanaryEntry> added = [.. filedAt.Distinct().Where(filed => !known.Contains(filed)).Select(filed => new CanaryEntry(filed, message, at, arrivedAt))];
        return added is [] ? new(this) : With([.. Entries, .. added], added, Reports);
    }

    /// <summary>After it was reported that a mail to the canary's mailbox was delivered. Once more changes nothing.</summary>
    /// <param name="message">Which mail; null where the report does not say, and then the last one that was taken before.</param>
    /// <param name="at">When it was delivered, UTC.</param>
    public CanaryStep Reported(IdempotencyKey? message, DateTimeOffset at)
    {
        // An older one may be lost, and must not arrive by the next one's report.
        message ??= Entries.Where(entry => entry.AcceptedAt <= at).MaxBy(entry => entry.AcceptedAt)?.Message;
        List<CanaryEntry> arrived = [.. Entries.Where(entry => entry.ArrivedAt is null && entry.Message == message).Select(entry => entry with { ArrivedAt = at })];
        if (arrived is not [])
        {
            var now = arrived.ToDictionary(entry => entry.FiledAt);
            return With([.. Entries.Select(entry => now.GetValueOrDefault(entry.FiledAt) ?? entry)], arrived, Reports);
        }

        // The provider may be faster with its report than we with writing down that it took the mail.
        return message is null || Entries.Any(entry => entry.Message == message) || Reports.Any(report => report.Message == message)
            ? new(this)
            : new(this with { Reports = [.. Reports.Append(new(message, at)).TakeLast(MaxReports)] });
    }

    /// <summary>After a look at which entries should have arrived by now.</summary>
    /// <param name="since">Since when its subscriber is to be told, UTC.</param>
    /// <param name="now">The present moment, UTC.</param>
    /// <param name="missingAfter">How long after its filing an entry is missing.</param>
    /// <returns>
    /// Each missing entry counts once, in the look that finds it. Where nobody had looked for a while, as the program did not run, all that is
    /// missing of that time counts as one.
    /// </returns>
    public CanaryStep Looked(DateTimeOffset since, DateTimeOffset now, TimeSpan missingAfter)
    {
        var due = CanaryCourt.LastFiledAt(now - missingAfter);
        // A clock that was set back would have nothing looked for until it is where it was.
        var from = JudgedTo > now ? due : JudgedTo < since ? since : JudgedTo;
        if (due <= from)
        {
            return since == Since && from == JudgedTo ? new(this) : new(this with { Since = since, JudgedTo = from });
        }

        var wasAway = due - from > LooksWithin;
        var arrived = Entries.Where(entry => entry.ArrivedAt is not null).Select(entry => entry.FiledAt).ToHashSet();
        var missing = CanaryCourt.FiledBetween(wasAway && from < due - LooksBack ? due - LooksBack : from, due).Count(filed => !arrived.Contains(filed));
        return new(this with { Since = since, JudgedTo = due }) { Missing = wasAway ? Math.Min(1, missing) : missing };
    }

    private CanaryStep With(IEnumerable<CanaryEntry> entries, IEnumerable<CanaryEntry> changed, IReadOnlyList<CanaryReport> reports)
    {
        List<CanaryArrival> arrivals = [.. changed.Where(entry => entry.ArrivedAt is not null).Select(entry => new CanaryArrival(entry.FiledAt, entry.ArrivedAt!.Value))];
        var kept = entries.OrderBy(entry => entry.FiledAt).TakeLast(MaxEntries).ToList();
        return new(this with
        {
            Entries = kept,
            Reports = [.. reports.Where(report => kept.All(entry => entry.Message != report.Message))],
            Last = arrivals.Append(Last).OfType<CanaryArrival>().MaxBy(arrival => arrival.FiledAt),
        })
        { Arrived = arrivals };
    }
}

/// <summary>An entry of the canary that a mail provider took.</summary>
/// <param name="FiledAt">When it was filed, UTC.</param>
/// <param name="Message">The message that tells it.</param>
/// <param name="AcceptedAt">When a mail provider took that, UTC.</param>
/// <param name="ArrivedAt">When it arrived, UTC; null while that is awaited.</param>
public sealed record CanaryEntry(DateTimeOffset FiledAt, IdempotencyKey Message, DateTimeOffset AcceptedAt, DateTimeOffset? ArrivedAt);

/// <summary>A report that a mail was delivered.</summary>
/// <param name="Message">Its message.</param>
/// <param name="At">When, UTC.</param>
public sealed record CanaryReport(IdempotencyKey Message, DateTimeOffset At);

/// <summary>An entry of the canary that arrived.</summary>
/// <param name="FiledAt">When it was filed, UTC.</param>
/// <param name="ArrivedAt">When it arrived, UTC.</param>
public sealed record CanaryArrival(DateTimeOffset FiledAt, DateTimeOffset ArrivedAt)
{
    /// <summary>How long it took; zero where the clocks of court and mail differ by more.</summary>
    [JsonIgnore]
    public TimeSpan Delay => ArrivedAt > FiledAt ? ArrivedAt - FiledAt : TimeSpan.Zero;
}

/// <summary>What a step of the canary writes, and what counts once it is written.</summary>
/// <param name="Record">The record as it shall be, with the version that was read.</param>
public sealed record CanaryStep(CanaryRecord Record)
{
    /// <summary>Entries that arrived by this step.</summary>
    public IReadOnlyList<CanaryArrival> Arrived { get; init; } = [];

    /// <summary>How many entries this step found missing.</summary>
    public int Missing { get; init; }
}
