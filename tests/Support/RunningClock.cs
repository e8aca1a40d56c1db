namespace Tipstaff.Tests.Support;

/// <summary>A clock that runs as the machine's does, from <see cref="Some.Monday9Am"/> on: for what waits for a real server.</summary>
internal sealed class RunningClock : TimeProvider
{
    private readonly long _started = System.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => Some.Monday9Am + System.GetElapsedTime(_started);
}
