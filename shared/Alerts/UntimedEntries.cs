using Tipstaff.Checks;
using Tipstaff.Dockets;

namespace Tipstaff.Alerts;

/// <summary>Tells how old the new entries without a time can be, by their places in the feed and by what the feed before showed.</summary>
/// <param name="before">The court's state before the check.</param>
/// <remarks>Feeds show the newest first. Give it the items in the order of the feed; not for several threads at once.</remarks>
public sealed class UntimedEntries(CourtState before)
{
    // Courts rebuild at least hourly: a build date of before says only that nothing changed since.
    private static readonly TimeSpan LongestBetweenRebuilds = TimeSpan.FromHours(1);

    private readonly Dictionary<EntryIdentity, Place> _places = [];
    private readonly Dictionary<EntryIdentity, DateTimeOffset> _known = [];
    private readonly List<EntryIdentity> _belowOpen = [];
    private DateTimeOffset? _lastTime;

    /// <summary>Takes the next entry of the feed that has no time.</summary>
    /// <param name="entry">Its identity.</param>
    public void Add(EntryIdentity entry)
    {
        _places[entry] = new Place(_lastTime, Below: null);
        _belowOpen.Add(entry);
    }

    /// <summary>Takes an entry without a time of which something else tells how old it can be.</summary>
    /// <param name="entry">Its identity.</param>
    /// <param name="earliest">The earliest moment at which it can have been entered, UTC.</param>
    public void Add(EntryIdentity entry, DateTimeOffset earliest) => _known[entry] = earliest;

    /// <summary>Takes the time of the next entry of the feed that has one.</summary>
    /// <param name="enteredAt">When it was entered; one that can be believed.</param>
    public void Add(DateTimeOffset enteredAt)
    {
        foreach (var entry in _belowOpen)
        {
            _places[entry] = _places[entry] with { Below = enteredAt };
        }

        _belowOpen.Clear();
        _lastTime = enteredAt;
    }

    /// <summary>The earliest moment at which a new entry without a time can have been entered, UTC.</summary>
    /// <param name="entry">Its identity.</param>
    /// <returns>The moment; null when it may be of any age.</returns>
    public DateTimeOffset? Earliest(EntryIdentity entry)
    {
        if (_known.TryGetValue(entry, out var known))
        {
            return known;
        }

        var shownThrough = ShownThrough(before);
        var place = _places.GetValueOrDefault(entry);
        return place.Above < (before.Window.OldestAt ?? shownThrough) ? place.Below
            : place.Above >= place.Below && !(shownThrough > place.Below) ? place.Below
            : shownThrough;
    }

    // What the last good feed did not show, as far as it reached back, was entered after it was built: maybe long before we read it.
    private static DateTimeOffset? ShownThrough(CourtState court) =>
        court.GoodAt is not { } goodAt ? null
        : court.BuiltAt is not { } builtAt || builtAt < goodAt - LongestBetweenRebuilds ? goodAt - LongestBetweenRebuilds
        : builtAt < goodAt ? builtAt
        : goodAt;

    private readonly record struct Place(DateTimeOffset? Above, DateTimeOffset? Below);
}
