using Stratum.Core;

namespace Stratum.Mesh.Backfill;

/// <summary>
/// Hours, or days, that were compared and will differ for ever, because one end refuses what the other one has: as long as neither changes, there is no use
/// in comparing them again every minute. Bounded; beyond it all are compared once more.
/// </summary>
internal sealed class SettledHashes(int max)
{
    private readonly Dictionary<long, (Hash256 Own, Hash256 Theirs)> _settled = [];

    public int Count => _settled.Count;

    public bool Contains(in DifferingHash pair) => _settled.TryGetValue(pair.Number, out var known) && known == (pair.Own ?? default, pair.Theirs ?? default);

    public void Add(in DifferingHash pair)
    {
        if (_settled.Count >= max && !_settled.ContainsKey(pair.Number))
        {
            _settled.Clear();
        }

        _settled[pair.Number] = (pair.Own ?? default, pair.Theirs ?? default);
    }

    public void Clear() => _settled.Clear();
}
