namespace Tipstaff.Feeds;

/// <summary>Where the items of a feed are and which of them belong together: some 20 bytes an item, whatever it holds.</summary>
internal sealed class ItemIndex
{
    private const int None = -1;
    private const int Follower = int.MinValue;

    private int[] _offsets = new int[256];
    private int[] _next = new int[256];
    private ulong[] _keys = new ulong[256];
    private int[] _slots = new int[1_024];

    /// <summary>How many items were added.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them are the first of their group.</summary>
    public int GroupCount { get; private set; }

    /// <summary>Adds an item.</summary>
    /// <param name="offset">Where it begins.</param>
    /// <param name="key">What the items of one group share.</param>
    public void Add(int offset, ulong key)
    {
        if (Count == _offsets.Length)
        {
            Array.Resize(ref _offsets, Count * 2);
            Array.Resize(ref _next, Count * 2);
            Array.Resize(ref _keys, Count * 2);
        }

        if (GroupCount * 4 >= _slots.Length * 3)
        {
            Rehash();
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
