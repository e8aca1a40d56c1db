using System.Collections.Concurrent;
using System.Diagnostics;
using Tipstaff.Tracing;

namespace Tipstaff.Tests.Support;

/// <summary>Listens to Tipstaff's spans, as an exporter does, and keeps those that ended. Other tests' spans are among them: a test asks by trace.</summary>
internal sealed class HeardSpans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = [];
    private readonly ActivityListener _listener;

    public HeardSpans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == Spans.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans of a trace, in the order in which they ended.</summary>
    public IReadOnlyList<Activity> Of(string? trace) => [.. _ended.Where(span => span.TraceId.ToHexString() == trace)];

    /// <summary>The one span of a trace that has this name.</summary>
    public Activity One(string? trace, string name) => Assert.Single(Of(trace), span => span.OperationName == name);

    /// <summary>Its tags as text.</summary>
    public static string Tags(Activity span) => string.Join(' ', span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal));

    public void Dispose() => _listener.Dispose();
}
