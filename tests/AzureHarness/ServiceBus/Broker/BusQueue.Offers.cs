namespace Tipstaff.AzureHarness;

/// <content>Whom messages are offered to.</content>
public sealed partial class BusQueue
{
    /// <summary>How long a consumer may think: one whose process died never answers.</summary>
    private static readonly TimeSpan OfferStands = TimeSpan.FromSeconds(30);

    private readonly List<IBusConsumer> _consumers = [];
    private readonly List<(BusOffer Offer, BusAlarm End)> _offers = [];
    private bool _isPumping;
    private bool _pumpAgain;

    /// <summary>Takes a consumer in; it is offered what is there.</summary>
    internal void Join(IBusConsumer consumer)
    {
        _consumers.Add(consumer);
        Pump();
    }

    /// <summary>Lets a consumer go; what it was offered goes to others.</summary>
    internal void Leave(IBusConsumer consumer)
    {
        _consumers.Remove(consumer);
        foreach (var (offer, _) in _offers.Where(offer => ReferenceEquals(offer.Offer.Consumer, consumer)).ToArray())
            Forget(offer);
        Pump();
    }

    /// <summary>Notes that an offer was answered.</summary>
    internal void Forget(BusOffer offer)
    {
        var at = _offers.FindIndex(stands => ReferenceEquals(stands.Offer, offer));
        if (at >= 0)
        {
            _offers[at].End.CallOff();
            _offers.RemoveAt(at);
        }
    }

    /// <summary>Offers each message that nobody has, and that was offered to nobody, to the consumer whose turn it is.</summary>
    internal void Pump()
    {
        _pumpAgain = true;
        if (_isPumping)
            return;
        _isPumping = true;
        try
        {
            while (_pumpAgain)
            {
                _pumpAgain = false;
                while (_ready.Count > _offers.Count && _consumers.Find(consumer => consumer.IsHungry) is { } next)
                    Offer(next);
            }
        }
        finally
        {
            _isPumping = false;
        }
    }

    private void Offer(IBusConsumer consumer)
    {
        _consumers.Remove(consumer);
        _consumers.Add(consumer);
        var offer = new BusOffer(this, consumer);
        _offers.Add((offer, _alarms.Set(Now + OfferStands, offer.Drop)));
        consumer.Offer(offer);
    }
}
