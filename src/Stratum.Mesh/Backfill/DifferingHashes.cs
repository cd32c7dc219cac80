namespace Stratum.Mesh.Backfill;

/// <summary>
/// Two lists of hashes, newest first, walked side by side: what only one of them has, differs too. The peer's list may come in pages.
/// </summary>
internal sealed class DifferingHashes
{
    private List<HourHash> _own = [];
    private List<HourHash> _theirs = [];
    private int _ownAt;
    private int _theirsAt;
    private long _pageEnd = long.MinValue;

    /// <summary>Begins with this node's list, and nothing of the peer's known.</summary>
    public void Begin(List<HourHash> own) => (_own, _ownAt, _theirs, _theirsAt, _pageEnd) = (own, 0, [], 0, long.MaxValue);

    /// <summary>Takes a page of the peer's list, from <paramref name="pageEnd"/> on.</summary>
    public void Take(List<HourHash> theirs, long pageEnd) => (_theirs, _theirsAt, _pageEnd) = (theirs, 0, pageEnd);

    /// <summary>The next that differs; null at the end of the page.</summary>
    public DifferingHash? Next()
    {
        while (true)
        {
            // What this node has beyond the page waits for the page that covers it.
            var own = _ownAt < _own.Count && _own[_ownAt].Hour >= _pageEnd ? _own[_ownAt] : default(HourHash?);
            var theirs = _theirsAt < _theirs.Count ? _theirs[_theirsAt] : default(HourHash?);
            if (own is null && theirs is null)
            {
                return null;
            }

            var number = Math.Max(own?.Hour ?? long.MinValue, theirs?.Hour ?? long.MinValue);
            var (isOwn, isTheirs) = (own?.Hour == number, theirs?.Hour == number);
            _ownAt += isOwn ? 1 : 0;
            _theirsAt += isTheirs ? 1 : 0;
            if (!isOwn || !isTheirs || own!.Value.Hash != theirs!.Value.Hash)
            {
                return new DifferingHash(number, isOwn ? own!.Value.Hash : null, isTheirs ? theirs!.Value.Hash : null);
            }
        }
    }
}
