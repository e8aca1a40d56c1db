namespace Tipstaff.Signatures;

/// <summary>The keys that we know, by id. To rotate one, add its successor under another id and let both run until all have changed.</summary>
/// <param name="keys">The keys.</param>
/// <exception cref="ArgumentException">Two keys have the same id.</exception>
public sealed class KeyRing(params IEnumerable<SignatureKey> keys)
{
    private readonly Dictionary<string, SignatureKey> _keys = keys.ToDictionary(key => key.Id, StringComparer.Ordinal);

    /// <summary>The key of this id, in use or not; null for none.</summary>
    public SignatureKey? Find(string keyId) => _keys.GetValueOrDefault(keyId);
}
