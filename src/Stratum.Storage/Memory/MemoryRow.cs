using Stratum.Core;

namespace Stratum.Storage;

/// <summary>A row in a memtable. The row itself never moves; its score and, once in a while, its signature are replaced.</summary>
internal sealed class MemoryRow(SeriesEntry entry, StoredObservation stored, bool isOverride)
{
    private StoredObservation _stored = stored;

    public SeriesEntry Entry { get; } = entry;

    /// <summary>It replaces a row of a table (the same content with a lower signature) and is not counted.</summary>
    public bool IsOverride { get; set; } = isOverride;

    public StoredObservation Stored => Volatile.Read(ref _stored);

    public RowKey Key => new(Stored.Timestamp, Entry.Id, Stored.Observation.ContentId);

    public StoredObservation Assess(Assessment assessment)
    {
        while (true)
        {
            var seen = Stored;
            var next = seen with { Assessment = assessment };
            if (ReferenceEquals(Interlocked.CompareExchange(ref _stored, next, seen), seen))
            {
                return next;
            }
        }
    }

    /// <summary>Takes the signature when it is the lower one; returns whether it was.</summary>
    public bool LowerSignature(Signature signature)
    {
        while (true)
        {
            var seen = Stored;
            if (signature >= seen.Observation.Signature)
            {
                return false;
            }

            var next = seen with { Observation = seen.Observation with { Signature = signature } };
            if (ReferenceEquals(Interlocked.CompareExchange(ref _stored, next, seen), seen))
            {
                return true;
            }
        }
    }
}
