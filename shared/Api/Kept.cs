namespace Tipstaff.Api;

/// <summary>Something that costs to make, kept for a while. Two who ask at once may both make it.</summary>
/// <param name="freshFor">For how long.</param>
/// <param name="time">The clock.</param>
internal sealed class Kept<T>(TimeSpan freshFor, TimeProvider time)
    where T : class
{
    private readonly Lock _lock = new();
    private (DateTimeOffset At, T Value)? _kept;

    /// <summary>It, made anew where it is too old, or of a later time than now.</summary>
    public async Task<T> GetAsync(Func<CancellationToken, Task<T>> make, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_kept is { } kept && now >= kept.At && now - kept.At < freshFor)
            {
                return kept.Value;
            }
        }

        var made = await make(cancellationToken);
        lock (_lock)
        {
            _kept = (now, made);
        }

        return made;
    }
}
