using System.Net;
using Stratum.Core;
using Stratum.Mesh.Discovery;

namespace Stratum.Mesh.Engine;

/// <summary>Nodes of the local network. They come and go with their announcements, whatever other sources say of them.</summary>
internal sealed partial class MeshEngine
{
    // One house or one laboratory.
    private const int LocalMax = 64;

    // A node that was found and cannot be linked is tried again after so long.
    private const long LocalAgainMs = 30_000;

    private readonly Dictionary<NodeId, LocalNode> _local = [];
    private long _localDueMs = long.MaxValue;

    /// <summary>Nodes that announce themselves in the local network.</summary>
    public int LocalNodes => _local.Count;

    private void OnFound(FoundNode found, Moment now)
    {
        if (found.IsGone)
        {
            _local.Remove(found.NodeId);
            return;
        }

        if (found.NodeId != _setup.Self && (_local.ContainsKey(found.NodeId) || _local.Count < LocalMax))
        {
            var dueMs = _local.TryGetValue(found.NodeId, out var known) && known.Address.Equals(found.Address) ? known.DueMs : now.ElapsedMs;
            _local[found.NodeId] = new LocalNode(found.Address, dueMs);
            _localDueMs = Math.Min(_localDueMs, dueMs);
        }
    }

    private void ElapseLocal(Moment now)
    {
        if (now.ElapsedMs < _localDueMs)
        {
            return;
        }

        foreach (var (nodeId, node) in _local.ToArray())
        {
            if (node.DueMs > now.ElapsedMs)
            {
                continue;
            }

            _local[nodeId] = node with { DueMs = now.ElapsedMs + LocalAgainMs };
            // Of two that find each other one dials; the other after a while, if that did not work.
            var isFirst = _setup.Self < nodeId || node.WasTried;
            if (!IsLinked(nodeId) && isFirst && (IsSmallMesh || _links.Count < Views.ActiveWanted))
            {
                _dials.AddOnce(node.Address, nodeId, now);
            }

            _local[nodeId] = _local[nodeId] with { WasTried = true };
        }

        _localDueMs = _local.Count == 0 ? long.MaxValue : _local.Values.Min(static node => node.DueMs);
    }

    private sealed record LocalNode(IPEndPoint Address, long DueMs, bool WasTried = false);
}
