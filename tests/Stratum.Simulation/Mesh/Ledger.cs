using Stratum.Core;
using Stratum.Mesh.Protos;

namespace Stratum.Simulation.Mesh;

/// <summary>What was sent and what arrived, over all nodes.</summary>
internal sealed class Ledger
{
    private const int HopsMax = 64;

    private readonly Dictionary<ContentId, Entry> _entries = [];
    private readonly long[] _hops = new long[HopsMax];
    private readonly List<float> _latenciesMs = [];

    /// <summary>Observations in gossip that arrived anywhere, known or not.</summary>
    public long Copies { get; private set; }

    /// <summary>Observations that were new where they arrived.</summary>
    public long Deliveries { get; private set; }

    /// <summary>Of these, by reconciliation.</summary>
    public long ByReconciliation { get; private set; }

    public long Bytes { get; private set; }

    public long AnnouncementBytes { get; private set; }

    public long Frames { get; private set; }

    /// <summary>Hears every frame that arrives.</summary>
    public Action<Frame>? Seen { get; set; }

    /// <summary>Observations that entered since the last reset.</summary>
    public int Entered => _entries.Count;

    /// <summary>Begins anew: what entered before is not measured any more.</summary>
    public void Reset()
    {
        _entries.Clear();
        _latenciesMs.Clear();
        Array.Clear(_hops);
        (Copies, Deliveries, ByReconciliation, Bytes, AnnouncementBytes, Frames) = (0, 0, 0, 0, 0, 0);
    }

    public void OnEntered(ContentId id, long nowUs) => _entries[id] = new Entry { EnteredUs = nowUs };

    public void OnFrame(Frame frame, int bytes)
    {
        Seen?.Invoke(frame);
        Frames++;
        Bytes += bytes;
        if (frame.Gossip is { } gossip)
        {
            Copies += gossip.RowValues.Count;
        }
        else if (frame.IHave is not null)
        {
            AnnouncementBytes += bytes;
        }
    }

    public void OnDelivered(ContentId id, int hops, bool isLive, long nowUs)
    {
        if (!_entries.TryGetValue(id, out var entry))
        {
            return;
        }

        entry.Delivered++;
        Deliveries++;
        ByReconciliation += isLive ? 0 : 1;
        if (isLive)
        {
            _hops[Math.Min(hops, HopsMax - 1)]++;
            _latenciesMs.Add((nowUs - entry.EnteredUs) / 1000f);
        }
    }

    public int HopsP99()
    {
        var left = _hops.Sum() / 100;
        for (var hops = HopsMax - 1; hops > 0; hops--)
        {
            left -= _hops[hops];
            if (left < 0)
            {
                return hops;
            }
        }

        return 0;
    }

    public double LatencyMs(double part)
    {
        _latenciesMs.Sort();
        return _latenciesMs.Count == 0 ? 0 : _latenciesMs[Math.Min(_latenciesMs.Count - 1, (int)(_latenciesMs.Count * part))];
    }

    /// <summary>Deliveries to other nodes that there were, of those that there should have been.</summary>
    public double DeliveryRatio(int nodes) =>
        _entries.Count == 0 ? 1 : _entries.Values.Sum(static entry => (double)entry.Delivered) / _entries.Count / (nodes - 1);

    private sealed class Entry
    {
        public long EnteredUs { get; init; }

        public int Delivered { get; set; }
    }
}
