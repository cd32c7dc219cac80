using Stratum.Core;

namespace Stratum.Mesh.Engine;

/// <summary>
/// What is said of a signer at most once an hour. Bounded: a mesh has as many signers as nodes, and beyond a thousand the log repeats itself.
/// </summary>
internal sealed class HourlyNotice
{
    public const int SignersMax = 1_000;

    private const long PeriodMs = 3_600_000;

    private readonly Dictionary<NodeId, long> _saidMs = [];

    public int Count => _saidMs.Count;

    public bool IsDue(NodeId signer, Moment now)
    {
        if (_saidMs.TryGetValue(signer, out var saidMs) && now.ElapsedMs - saidMs < PeriodMs)
        {
            return false;
        }

        if (_saidMs.Count >= SignersMax)
        {
            _saidMs.Clear();
        }

        _saidMs[signer] = now.ElapsedMs;
        return true;
    }
}
