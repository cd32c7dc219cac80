using Stratum.Core;

namespace Stratum.Mesh.Negentropy;

/// <summary>
/// One end of a range-based set reconciliation, Negentropy protocol version 1, byte for byte as the published specification and its first
/// implementation have it: 16 ranges to a split, lists of ids below 32 items. The items are of one moment, in order of (timestamp, id).
/// </summary>
/// <param name="items">Sorted, without repeats.</param>
/// <param name="messageBytesMax">No message is longer; at least 4096, or 0 for no limit.</param>
internal sealed class NegentropySession(ReadOnlyMemory<ReconciliationItem> items, int messageBytesMax)
{
    /// <summary>Version 1.</summary>
    public const byte ProtocolVersion = 0x61;

    private const byte VersionMin = 0x60;
    private const byte VersionMax = 0x6F;
    private const int Buckets = 16;

    // What a message still takes once it is found to be long enough: the range that sums up the rest.
    private const int Headroom = 200;

    private bool _isInitiator;

    public int Count => items.Length;

    /// <summary>The first message. Afterwards this end learns what differs.</summary>
    public byte[] Initiate()
    {
        _isInitiator = true;
        var output = new NegentropyWriter();
        output.Byte(ProtocolVersion);
        Split(output, 0, items.Length, NegentropyBound.End);
        return output.ToArray();
    }

    /// <summary>
    /// Answers a message. The end that initiated adds what only it has and what only the other has; null: both sets are known, nothing is left to
    /// ask. Throws <see cref="InvalidDataException"/> for what is no message.
    /// </summary>
    public byte[]? Reconcile(ReadOnlySpan<byte> message, List<ReconciliationItem> have, List<ContentId> need)
    {
        var input = new NegentropyReader(message);
        var output = new NegentropyWriter();
        output.Byte(ProtocolVersion);
        var version = input.Byte();
        if (version is < VersionMin or > VersionMax || (version != ProtocolVersion && _isInitiator))
        {
            throw new InvalidDataException($"protocol version 0x{version:x2}");
        }

        if (version != ProtocolVersion)
        {
            return output.ToArray();
        }

        var lower = 0;
        var lastBound = new NegentropyBound(0, default, 0);
        var skips = false;
        while (!input.IsAtEnd)
        {
            var mark = output.Length;
            var bound = input.Bound();
            var mode = input.Varint();
            var upper = FirstAtOrAfter(bound, lower);
            switch (mode)
            {
                case (ulong)NegentropyMode.Skip:
                    skips = true;
                    break;
                case (ulong)NegentropyMode.Fingerprint:
                    skips = CompareFingerprint(ref input, output, lower, upper, bound, lastBound, skips);
                    break;
                case (ulong)NegentropyMode.IdList when _isInitiator:
                    CompareIds(ref input, lower, upper, have, need);
                    skips = true;
                    break;
                case (ulong)NegentropyMode.IdList:
                    input.Bytes(input.IdCount() * Hash256.Size);
                    Skip(output, lastBound, skips);
                    skips = false;
                    upper = WriteIds(output, mark, lower, upper, bound);
                    mark = output.Length;
                    break;
                default:
                    throw new InvalidDataException($"mode {mode}");
            }

            if (IsTooLong(output.Length))
            {
                // What was said of this range is taken back; the rest is summed up, for the next message.
                output.Length = mark;
                output.Range(NegentropyBound.End, NegentropyMode.Fingerprint);
                output.Fingerprint(items.Span[upper..]);
                break;
            }

            lower = upper;
            lastBound = bound;
        }

        return output.Length == 1 && _isInitiator ? null : output.ToArray();
    }

    private bool CompareFingerprint(
        ref NegentropyReader input, NegentropyWriter output, int lower, int upper, in NegentropyBound bound, in NegentropyBound lastBound, bool skips)
    {
        Span<byte> own = stackalloc byte[NegentropyFingerprint.Size];
        NegentropyFingerprint.Write(items.Span[lower..upper], own);
        if (input.Bytes(NegentropyFingerprint.Size).SequenceEqual(own))
        {
            return true;
        }

        Skip(output, lastBound, skips);
        Split(output, lower, upper, bound);
        return false;
    }

    private void CompareIds(ref NegentropyReader input, int lower, int upper, List<ReconciliationItem> have, List<ContentId> need)
    {
        var count = input.IdCount();
        var order = new List<ContentId>(count);
        var theirs = new HashSet<ContentId>(count);
        for (; count > 0; count--)
        {
            var id = new ContentId(new Hash256(input.Bytes(Hash256.Size)));
            if (theirs.Add(id))
            {
                order.Add(id);
            }
        }

        foreach (ref readonly var item in items.Span[lower..upper])
        {
            if (!theirs.Remove(item.ContentId))
            {
                have.Add(item);
            }
        }

        foreach (var id in order)
        {
            if (theirs.Contains(id))
            {
                need.Add(id);
            }
        }
    }

    // All ids of the range, or as many as fit; returns where the next range begins.
    private int WriteIds(NegentropyWriter output, int mark, int lower, int upper, in NegentropyBound bound)
    {
        var span = items.Span;
        var end = lower;
        while (end < upper && !IsTooLong(mark + ((end - lower) * Hash256.Size)))
        {
            end++;
        }

        output.Range(end < upper ? NegentropyBound.Of(span[end]) : bound, NegentropyMode.IdList);
        WriteIds(output, lower, end);
        return end;
    }

    private void WriteIds(NegentropyWriter output, int lower, int upper)
    {
        output.Varint((ulong)(upper - lower));
        foreach (ref readonly var item in items.Span[lower..upper])
        {
            output.Id(item.ContentId);
        }
    }

    private void Split(NegentropyWriter output, int lower, int upper, in NegentropyBound bound)
    {
        var count = upper - lower;
        if (count < Buckets * 2)
        {
            output.Range(bound, NegentropyMode.IdList);
            WriteIds(output, lower, upper);
            return;
        }

        var span = items.Span;
        for (int bucket = 0, at = lower; bucket < Buckets; bucket++)
        {
            var end = at + (count / Buckets) + (bucket < count % Buckets ? 1 : 0);
            output.Range(end == upper ? bound : NegentropyBound.Between(span[end - 1], span[end]), NegentropyMode.Fingerprint);
            output.Fingerprint(span[at..end]);
            at = end;
        }
    }

    private static void Skip(NegentropyWriter output, in NegentropyBound bound, bool skips)
    {
        if (skips)
        {
            output.Range(bound, NegentropyMode.Skip);
        }
    }

    private bool IsTooLong(int length) => messageBytesMax != 0 && length > messageBytesMax - Headroom;

    private int FirstAtOrAfter(in NegentropyBound bound, int lower)
    {
        var span = items.Span;
        var upper = span.Length;
        while (lower < upper)
        {
            var middle = (lower + upper) >>> 1;
            if (bound.IsAfter(span[middle]))
            {
                lower = middle + 1;
            }
            else
            {
                upper = middle;
            }
        }

        return lower;
    }
}
