using System.Security.Cryptography;

namespace Tipstaff.Functions.Storage;

/// <summary>Marks of this instance's writes and claims, so that a write whose answer was lost is known again as its own.</summary>
/// <param name="instance">What no other instance has.</param>
/// <param name="time">The clock.</param>
internal sealed class WriteMarks(string instance, TimeProvider time)
{
    private long _count;
    private long _last;

    /// <summary>Marks of a new instance.</summary>
    public static WriteMarks New(TimeProvider time) => new(RandomNumberGenerator.GetHexString(24, lowercase: true), time);

    /// <summary>A mark that nobody else has.</summary>
    public string Next() => $"{instance}-{Interlocked.Increment(ref _count)}";

    /// <summary>The present moment in ticks, made to differ from all before: what was added later sorts later.</summary>
    public long NextMoment()
    {
        var now = time.GetUtcNow().UtcTicks;
        while (true)
        {
            var last = Interlocked.Read(ref _last);
            var next = Math.Max(now, last + 1);
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
