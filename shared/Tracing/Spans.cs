using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Tipstaff.Tracing;

/// <summary>The spans of Tipstaff's traces; <c>docs/measures.md</c> lists them. No tag is an address, a token or the text of a court.</summary>
public static class Spans
{
    /// <summary>The name of the source, for who sends spans on.</summary>
    public const string SourceName = "Tipstaff";

    /// <summary>The header of mails and webhooks that names their trace.</summary>
    public const string Header = "X-Tipstaff-Trace";

    internal static readonly ActivitySource Source = new(SourceName, AppVersion.Running.ToString());

    /// <summary>Begins a trace, or goes on with one that was kept. It exists though nobody listens: its id goes into mails and logs.</summary>
    /// <param name="name">What the span stands for.</param>
    /// <param name="parent">Where the trace was left; null begins one.</param>
    /// <param name="isFromOutside">Whether it is a client that caused it: then it is not linked to the span of the request, of which clients name the trace.</param>
    /// <remarks>Whoever calls this is not the parent, but is linked.</remarks>
    internal static Span Begin(string name, TraceContext? parent = null, bool isFromOutside = false)
    {
        var before = Activity.Current;
        Activity.Current = null;
        var links = before is null || isFromOutside ? null : new[] { new ActivityLink(before.Context) };
        var context = parent?.Context ?? default;
        return new Span(Source.StartActivity(name, ActivityKind.Internal, context, tags: null, links) ?? Unheard(name, context), before);
    }

    /// <summary>A part of what is under way; null where nobody listens.</summary>
    internal static Activity? Within(string name, ActivityKind kind = ActivityKind.Internal) => Source.StartActivity(name, kind);

    /// <summary>Links what is under way to what it gathers.</summary>
    internal static void Link(IEnumerable<TraceContext> gathered)
    {
        if (Activity.Current is { IsAllDataRequested: true } span)
        {
            foreach (var one in gathered)
            {
                span.AddLink(new ActivityLink(one.Context));
            }
        }
    }

    private static Activity Unheard(string name, ActivityContext parent)
    {
        var activity = new Activity(name) { IsAllDataRequested = false, ActivityTraceFlags = ActivityTraceFlags.Recorded };
        if (parent != default)
        {
            activity.SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags);
        }

        return activity.Start();
    }
}

/// <summary>A span that begins a trace or goes on with a kept one; what is done until its end belongs to it.</summary>
internal sealed class Span : IDisposable
{
    private readonly Activity _activity;
    private readonly Activity? _before;

    internal Span(Activity activity, Activity? before) => (_activity, _before, Context) = (activity, before, TraceContext.Of(activity));

    /// <summary>The place in the trace, to be kept with what is made here.</summary>
    public TraceContext Context { get; }

    /// <summary>Says something of it.</summary>
    public void Tag(string name, object? value)
    {
        if (_activity.IsAllDataRequested)
        {
            _activity.SetTag(name, value);
        }
    }

    /// <summary>Says that its work broke off by a fault, and logs so within the trace: who ran it logs the fault itself, outside.</summary>
    public void Fail(Exception fault, ILogger logger)
    {
        _activity.SetStatus(ActivityStatusCode.Error);
        Tag("error.type", fault.GetType().FullName);
        logger.BrokeOff(_activity.OperationName, fault.GetType().Name);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _activity.Dispose();
        Activity.Current = _before;
    }
}
