using Azure.Messaging.ServiceBus;

namespace Tipstaff.AzureHarness;

/// <content>Locks, and how messages leave.</content>
public sealed partial class BusQueue
{
    private const string TooOften = "MaxDeliveryCountExceeded";
    private const string TooOld = "TTLExpiredException";
    private const int LongestReason = 4096;
    private readonly Dictionary<Guid, BusMessage> _locked = [];

    /// <summary>Removes a message.</summary>
    internal void Complete(Guid token) => Remove(Unlock(token));

    /// <summary>Puts a message back in its place.</summary>
    internal void Abandon(Guid token, IEnumerable<KeyValuePair<string, object>>? properties)
    {
        PutBack(Unlock(token, properties));
    }

    /// <summary>Gives a message up.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Reason or description are longer than 4,096 characters.</exception>
    internal void DeadLetter(Guid token, IEnumerable<KeyValuePair<string, object>>? properties, string? reason, string? description)
    {
        if (_parent is not null)
            throw new InvalidOperationException("A dead letter cannot be dead-lettered again.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(reason?.Length ?? 0, LongestReason, nameof(reason));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(description?.Length ?? 0, LongestReason, nameof(description));
        GiveUp(Unlock(token, properties), reason, description);
    }

    /// <summary>Sets a message aside.</summary>
    internal void Defer(Guid token, IEnumerable<KeyValuePair<string, object>>? properties) =>
        Unlock(token, properties).State = ServiceBusMessageState.Deferred;

    /// <summary>Starts a lock's time anew.</summary>
    /// <returns>Its new end.</returns>
    internal DateTimeOffset Renew(Guid token)
    {
        var message = Held(token);
        var held = message.Lock!;
        held.End?.CallOff();
        SetEnd(message, held);
        return held.Until;
    }

    private void Hold(BusMessage message)
    {
        var held = new BusLock(_broker.NextLock());
        message.Lock = held;
        _locked.Add(held.Token, message);
        SetEnd(message, held);
        if (_broker.Faults.LockLostAfter(new BusDelivery(Name, message.Parts.MessageId, message.Deliveries)) is { } after)
            held.Loss = _alarms.Set(Now + after, () => Lose(message, held));
    }

    private void SetEnd(BusMessage message, BusLock held)
    {
        held.Until = Now + Settings.LockDuration;
        held.End = _alarms.Set(held.Until, () => Lose(message, held));
    }

    private void Lose(BusMessage message, BusLock held)
    {
        held.CallOff();
        _locked.Remove(held.Token);
        message.Lock = null;
        PutBack(message);
    }

    private BusMessage Held(Guid token) =>
        _locked.TryGetValue(token, out var message) && message.Lock!.Until > Now
            ? message
            : throw new ServiceBusException(
                "The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.",
                ServiceBusFailureReason.MessageLockLost,
                Name);

    private BusMessage Unlock(Guid token, IEnumerable<KeyValuePair<string, object>>? properties = null)
    {
        var message = Held(token);
        message.Parts = message.Parts.With(properties);
        _locked.Remove(token);
        message.Lock!.CallOff();
        message.Lock = null;
        return message;
    }

    private void PutBack(BusMessage message)
    {
        if (_parent is null && message.Deliveries >= Settings.MaxDeliveryCount)
        {
            GiveUp(message, TooOften, $"Message could not be consumed after {Settings.MaxDeliveryCount} delivery attempts.");
            return;
        }

        if (message.State is ServiceBusMessageState.Active && !Expire(message))
            _ready.Add(message.Number);
        Pump();
    }

    /// <summary>Drops a message, or gives it up, if its time is over and nobody has it.</summary>
    private bool Expire(BusMessage message)
    {
        if (_parent is not null || message.Lock is not null || message.ExpiresAt > Now || !_messages.ContainsKey(message.Number))
            return false;
        if (Settings.DeadLetteringOnMessageExpiration)
            GiveUp(message, TooOld, "The message expired and was dead lettered.");
        else
            Remove(message);
        return true;
    }

    private void GiveUp(BusMessage message, string? reason, string? description)
    {
        Remove(message);
        List<KeyValuePair<string, object>> why = [];
        if (reason is not null)
            why.Add(new(MessageParts.DeadLetterReason, reason));
        if (description is not null)
            why.Add(new(MessageParts.DeadLetterErrorDescription, description));
        var dead = new BusMessage(message.Parts.With(why), message.Number, message.EnqueuedTime) { Deliveries = message.Deliveries };
        DeadLetters._messages.Add(dead.Number, dead);
        DeadLetters._ready.Add(dead.Number);
        DeadLetters.Pump();
    }

    private void Remove(BusMessage message)
    {
        _messages.Remove(message.Number);
        _ready.Remove(message.Number);
    }
}
