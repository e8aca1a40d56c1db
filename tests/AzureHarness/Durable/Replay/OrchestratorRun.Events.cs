namespace Tipstaff.AzureHarness;

/// <content>Events from outside: each goes to whoever began to wait last, and is kept while nobody waits.</content>
internal sealed partial class OrchestratorRun
{
    private readonly Dictionary<string, Stack<Listener>> _listeners = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<HistoryEvent.EventRaised> _unheard = [];

    /// <summary>The events that nobody has waited for yet.</summary>
    public IReadOnlyList<HistoryEvent> Unheard => [.. _unheard];

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        CheckTurn();
        var source = new TaskCompletionSource<T>();
        var listener = new Listener(typeof(T), json => Settle(source, json));
        if (!_listeners.TryGetValue(eventName, out var waiting))
            _listeners[eventName] = waiting = new();

        if (waiting.TryPeek(out var other) && other.Type != typeof(T))
        {
            throw new ArgumentException(
                $"Events with the same name must have the same type argument. Expected {other.Type} but was requested {typeof(T)}.", nameof(eventName));
        }

        waiting.Push(listener);
        if (_unheard.Find(raised => raised.Name.Equals(eventName, StringComparison.OrdinalIgnoreCase)) is { } earlier)
        {
            _unheard.Remove(earlier);
            Raise(earlier);
        }

        // A listener that was cancelled stays and swallows the next event unless another waits above it, as in life.
        cancellationToken.UnsafeRegister(
            _ =>
            {
                if (!_turn.IsCurrent)
                    return;

                listener.IsCancelled = true;
                source.TrySetCanceled(cancellationToken);
            },
            state: null);
        return source.Task;
    }

    public void Raise(HistoryEvent.EventRaised raised)
    {
        if (_listeners.TryGetValue(raised.Name, out var waiting) && waiting.TryPop(out var listener))
            listener.Hear(raised.Payload);
        else
            _unheard.Add(raised);
    }

    private sealed record Listener(Type Type, Action<string?> Hear)
    {
        public bool IsCancelled { get; set; }
    }
}
