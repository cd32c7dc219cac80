using System.Diagnostics.CodeAnalysis;
using Stratum.Core;
using Stratum.Mesh.Batches;
using Stratum.Mesh.Protos;

namespace Stratum.Mesh.Gossip;

/// <summary>
/// What waits for one link: a batch goes out 50 ms after the one before, or when 32 KiB are full; the first after a pause goes at once. Bounded; what does
/// not fit is left to reconciliation, and counted. Time comes in.
/// </summary>
internal sealed class Outbox(int observationsMax)
{
    /// <summary>The least time between two batches (MESH, "Dissemination").</summary>
    public const int DelayMs = 50;

    private readonly List<ObservationBatch> _full = [];
    private ObservationBatchWriter _writer = new();
    private long _dueMs = long.MaxValue;
    private long _nextMs = long.MinValue;

    /// <summary>Observations that found no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>When the next batch is to go; <see cref="long.MaxValue"/> when nothing waits.</summary>
    public long DueMs => _full.Count > 0 ? long.MinValue : _dueMs;

    private int Waiting => _writer.Count + _fullRows;

    private int _fullRows;

    public void Add(SignedObservation observation, long nowMs)
    {
        if (Waiting >= observationsMax)
        {
            Dropped++;
            return;
        }

        if (!_writer.TryAdd(observation))
        {
            _fullRows += _writer.Count;
            _full.Add(_writer.ToBatch());
            _writer = new ObservationBatchWriter();
            _writer.TryAdd(observation);
        }

        _dueMs = Math.Min(_dueMs, Math.Max(_nextMs, nowMs));
    }

    /// <summary>The next batch that is due.</summary>
    public bool TryTake(long nowMs, [NotNullWhen(true)] out ObservationBatch? batch)
    {
        batch = null;
        if (_full.Count > 0)
        {
            batch = _full[0];
            _full.RemoveAt(0);
            _fullRows -= batch.RowValues.Count;
            _nextMs = nowMs + DelayMs;
            return true;
        }

        if (_writer.Count == 0 || nowMs < _dueMs)
        {
            return false;
        }

        batch = _writer.ToBatch();
        _writer = new ObservationBatchWriter();
        _dueMs = long.MaxValue;
        _nextMs = nowMs + DelayMs;
        return true;
    }
}
