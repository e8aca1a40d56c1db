using System.Globalization;

namespace Tipstaff.Courthouse;

/// <summary>Random numbers that are the same on every machine and framework for the same seed (SplitMix64).</summary>
internal sealed class SeededRandom
{
    private ulong _state;

    /// <summary>A stream of its own for each seed and list of names.</summary>
    public SeededRandom(int seed, params ReadOnlySpan<string> names)
    {
        // FNV-1a: string.GetHashCode differs from process to process.
        var hash = 14695981039346656037UL ^ (uint)seed;
        foreach (var name in names)
        {
            foreach (var c in name)
            {
                hash = (hash ^ c) * 1099511628211UL;
            }

            hash = (hash ^ 0xFFFF) * 1099511628211UL;
        }

        _state = hash;
    }

    /// <summary>The stream of the n-th of something: no state is needed to know it.</summary>
    public static SeededRandom Nth(int seed, string court, string purpose, long n) =>
        new(seed, court, purpose, n.ToString(CultureInfo.InvariantCulture));

    /// <summary>64 random bits.</summary>
    public ulong Next()
    {
        var z = _state += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to, not including, <paramref name="end"/>.</summary>
    public int Below(int end) => (int)(Next() % (ulong)end);

    /// <summary>From <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>From 0 up to, not including, 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True in this fraction of cases.</summary>
    public bool Chance(double fraction) => Fraction() < fraction;

    /// <summary>One of these.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];

    /// <summary>This many digits, the first of them not 0.</summary>
    public string Digits(int count) =>
        string.Create(count, this, static (digits, random) =>
        {
            digits[0] = (char)('1' + random.Below(9));
            for (var i = 1; i < digits.Length; i++)
            {
                digits[i] = (char)('0' + random.Below(10));
            }
        });
}
