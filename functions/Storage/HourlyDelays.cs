using Azure.Data.Tables;
using Tipstaff.Outbox;

namespace Tipstaff.Functions.Storage;

/// <summary>
/// How long the alerts of a partition took that were delivered by themselves, hour by hour: first in the marks of what ended
/// (<c>~c|</c>), then in the partition's count, into which the sweep folds them. So keeping them costs no operation.
/// </summary>
internal sealed class HourlyDelays
{
    // What is told is a day; the hour in which it began is told whole.
    private const long KeptHours = 25;

    private const string Name = "Delays";
    private const string Delay = "Delay";
    private const string At = "At";

    private readonly Dictionary<long, Dictionary<long, long>> _hours;

    private HourlyDelays(Dictionary<long, Dictionary<long, long>> hours) => _hours = hours;

    /// <summary>What a partition's count holds; of one that is damaged, nothing.</summary>
    /// <param name="counts">The row; null where nothing was folded yet.</param>
    /// <param name="fault">What is wrong with the row; null for nothing.</param>
    public static HourlyDelays Of(TableEntity? counts, out StorageException? fault)
    {
        fault = null;
        if (counts is null)
        {
            return new([]);
        }

        try
        {
            return PackedText.Read(counts, Name) is { } json
                ? new(StoredJson.Read<Dictionary<long, Dictionary<long, long>>>(json, $"{counts.PartitionKey} {counts.RowKey}"))
                : new([]);
        }
        catch (StorageException damaged)
        {
            fault = damaged;
            return new([]);
        }
    }

    /// <summary>Notes on the mark of what ended how long it took; nothing where it does not count.</summary>
    public static void Mark(TableEntity mark, MessageRow ended)
    {
        if (ended.Took is { } took)
        {
            mark[Delay] = Milliseconds(took);
            mark[At] = ended.At;
        }
    }

    /// <summary>Counts one that ended, by its mark.</summary>
    public void Add(TableEntity mark)
    {
        if (mark.GetInt64(Delay) is not { } delay || mark.GetInt64(At) is not { } at)
        {
            return;
        }

        var hour = DelaySteps.HourOf(MessageRow.Instant(at));
        if (!_hours.TryGetValue(hour, out var delays))
        {
            _hours.Add(hour, delays = []);
        }

        delays[delay] = delays.GetValueOrDefault(delay) + 1;
    }

    /// <summary>How long those of an hour and later took.</summary>
    public IEnumerable<DelayCount> Since(long hour) => _hours.Where(one => one.Key >= hour)
        .SelectMany(one => one.Value).Select(delay => new DelayCount(TimeSpan.FromMilliseconds(delay.Key), delay.Value));

    /// <summary>Puts them into a partition's count, without what is too old to be told.</summary>
    public void Write(TableEntity counts, DateTimeOffset now)
    {
        var kept = _hours.Where(hour => hour.Key > DelaySteps.HourOf(now) - KeptHours).ToDictionary();
        PackedText.Write(counts, Name, StoredJson.Write(kept));
    }

    private static long Milliseconds(TimeSpan delay) => (long)delay.TotalMilliseconds;
}
