using System.Numerics;

namespace Tipstaff.Feeds;

/// <summary>Where the items of a feed are and which of them belong together: some 20 bytes an item, whatever it holds, and as many again for the first ones.</summary>
internal sealed class ItemIndex
{
    // Their elements need not be searched for twice; beyond them memory counts more than time.
    private const int MaxPlaces = 65_536;

    private const int None = -1;
    private const int Follower = int.MinValue;

    // What courts write for an item is rarely shorter: most feeds fit at once.
    private const int UsualItemLength = 400;
    private const int MinCapacity = 256;

    private int[] _offsets;
    private int[] _next;
    private ulong[] _keys;
    private FieldPlaces[] _places;
    private int[] _slots;

    /// <summary>An index without items.</summary>
    /// <param name="bodyLength">How many bytes the feed has.</param>
    public ItemIndex(int bodyLength)
    {
        var capacity = Math.Clamp(bodyLength / UsualItemLength, MinCapacity, MaxPlaces);
        _offsets = new int[capacity];
        _next = new int[capacity];
        _keys = new ulong[capacity];
        _places = new FieldPlaces[capacity];
        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)capacity * 2)];
    }

    /// <summary>How many items were added.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are the first of their group.</summary>
    public int GroupCount { get; private set; }

    /// <summary>Adds an item.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="key">What the items of one group share.</param>
    /// <param name="places">Where its elements are.</param>
    public void Add(int offset, ulong key, in FieldPlaces places)
    {
        if (Count == _offsets.Length)
        {
            Array.Resize(ref _offsets, Count * 2);
            Array.Resize(ref _next, Count * 2);
            Array.Resize(ref _keys, Count * 2);
            Array.Resize(ref _places, Math.Min(Count * 2, MaxPlaces));
        }

        if (GroupCount * 4 >= _slots.Length * 3)
        {
            Rehash();
        }

        if (Count < _places.Length)
        {
            _places[Count] = places;
        }

        // A slot holds the latest item of its group, plus one.
        ref var slot = ref Slot(key);
        _offsets[Count] = offset;
        _keys[Count] = key;
        _next[Count] = None;
        if (slot == 0)
        {
            GroupCount++;
        }
        else
        {
            _offsets[Count] |= Follower;
            _next[slot - 1] = Count;
        }

        slot = ++Count;
    }

    /// <summary>Lets go of what only adding needs.</summary>
    public void Seal()
    {
        _keys = [];
        _slots = [];
    }

    /// <summary>Whether the item is the first of its group.</summary>
    public bool IsFirst(int item) => _offsets[item] >= 0;

    /// <summary>Where the item begins.</summary>
    public int OffsetOf(int item) => _offsets[item] & ~Follower;

    /// <summary>Where its elements are, if that was kept.</summary>
    public FieldPlaces PlacesOf(int item) => item < _places.Length ? _places[item] : default;

    /// <summary>The next item of the same group; negative after the last.</summary>
    public int NextOf(int item) => _next[item];

    private ref int Slot(ulong key)
    {
        var mask = _slots.Length - 1;
        var at = (int)key & mask;
        while (_slots[at] != 0 && _keys[_slots[at] - 1] != key)
        {
            at = (at + 1) & mask;
        }

        return ref _slots[at];
    }

    private void Rehash()
    {
        var old = _slots;
        _slots = new int[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot != 0)
            {
                Slot(_keys[slot - 1]) = slot;
            }
        }
    }
}
