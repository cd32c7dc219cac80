using System.Diagnostics.CodeAnalysis;

namespace Stratum.Validation;

/// <summary>At most so many entries; the one that was touched longest ago goes first. Not safe for concurrent use.</summary>
internal sealed class RecentlyHeard<TKey, TValue>(int max)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _byAge = [];

    public int Count => _byKey.Count;

    /// <summary>Every value, the one touched longest ago first.</summary>
    public IEnumerable<TValue> Values
    {
        get
        {
            foreach (var (_, value) in _byAge)
            {
                yield return value;
            }
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = _byKey.TryGetValue(key, out var node);
        value = found ? node!.Value.Value : default;
        return found;
    }

    /// <summary>The entry, made when there is none, and from now on the newest.</summary>
    public TValue Touch(TKey key, Func<TKey, TValue> make)
    {
        if (_byKey.TryGetValue(key, out var node))
        {
            _byAge.Remove(node);
            _byAge.AddLast(node);
            return node.Value.Value;
        }

        while (_byKey.Count >= max)
        {
            _byKey.Remove(_byAge.First!.Value.Key);
            _byAge.RemoveFirst();
        }

        var value = make(key);
        _byKey.Add(key, _byAge.AddLast((key, value)));
        return value;
    }
}
