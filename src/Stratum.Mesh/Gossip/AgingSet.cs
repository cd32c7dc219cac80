namespace Stratum.Mesh.Gossip;

/// <summary>A bounded set that forgets its oldest half when it is full.</summary>
internal sealed class AgingSet<T>(int capacity)
    where T : notnull
{
    private HashSet<T> _young = [];
    private HashSet<T> _old = [];

    public int Count => _young.Count + _old.Count;

    public bool Contains(T item) => _young.Contains(item) || _old.Contains(item);

    public void Add(T item)
    {
        if (Contains(item))
        {
            return;
        }

        if (_young.Count >= capacity / 2)
        {
            (_old, _young) = (_young, []);
        }

        _young.Add(item);
    }

    public void Remove(T item)
    {
        _young.Remove(item);
        _old.Remove(item);
    }
}
