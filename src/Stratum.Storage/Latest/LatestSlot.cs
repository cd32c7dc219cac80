using Stratum.Core;

namespace Stratum.Storage;

/// <summary>The newest observation of one quantity of one station in one deployment.</summary>
internal sealed class LatestSlot(StoredObservation stored)
{
    private StoredObservation _stored = stored;
    private GeoNode? _node;

    public StoredObservation Stored => Volatile.Read(ref _stored);

    public string ReadingType { get; } = stored.Series.ReadingType;

    public Deployment Deployment { get; } = stored.Series.Deployment;

    /// <summary>Where the geographic index has it; null without a position. A node that is not this one is out of date.</summary>
    public GeoNode? Node
    {
        get => Volatile.Read(ref _node);
        set => Volatile.Write(ref _node, value);
    }

    /// <summary>Retention took it: the next row gets a new one. Touched by the writer only.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether the slot is that of the series.</summary>
    public bool IsOf(Series series) => series.Deployment == Deployment && string.Equals(series.ReadingType, ReadingType, StringComparison.Ordinal);

    /// <summary>Called by the writer; a score that is set at the same time is set again on the new row by its caller.</summary>
    public void Replace(StoredObservation next) => Volatile.Write(ref _stored, next);

    /// <summary>Replaces the score when the slot shows this content.</summary>
    public void Assess(ContentId contentId, Assessment assessment)
    {
        while (true)
        {
            var seen = Stored;
            if (seen.Observation.ContentId != contentId
                || ReferenceEquals(Interlocked.CompareExchange(ref _stored, seen with { Assessment = assessment }, seen), seen))
            {
                return;
            }
        }
    }

    /// <summary>Newer wins; of one instant the lower content, so that the order of arrival does not matter.</summary>
    public bool IsOlderThan(StoredObservation candidate)
    {
        var held = Stored;
        return candidate.Timestamp != held.Timestamp
            ? candidate.Timestamp > held.Timestamp
            : candidate.Observation.ContentId <= held.Observation.ContentId;
    }
}
