namespace Stratum.Simulation;

/// <summary>The content of a file: what the disk has, what the process sees, and the writes between them.</summary>
internal sealed class SimulatedInode
{
    private readonly List<Change> _pending = [];
    private byte[] _durable = [];
    private byte[] _current = [];

    public int Length { get; private set; }

    private int DurableLength { get; set; }

    public ReadOnlySpan<byte> Content => _current.AsSpan(0, Length);

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        var change = new Change(offset, bytes.ToArray(), null);
        _pending.Add(change);
        (_current, Length) = Apply(_current, Length, change);
    }

    public void SetLength(long length)
    {
        var change = new Change(0, [], length);
        _pending.Add(change);
        (_current, Length) = Apply(_current, Length, change);
    }

    public void Flush()
    {
        foreach (var change in _pending)
        {
            (_durable, DurableLength) = Apply(_durable, DurableLength, change);
        }

        _pending.Clear();
    }

    public void FlipBit(long offset, int bit)
    {
        Flush();
        _durable[offset] ^= (byte)(1 << bit);
        _current[offset] ^= (byte)(1 << bit);
    }

    /// <summary>The file after a power cut, as a new one whose content is durable.</summary>
    public SimulatedInode AfterCrash(SurvivingWrites surviving, Random random)
    {
        var after = new SimulatedInode { _durable = [.. _durable], DurableLength = DurableLength };
        var keep = surviving switch
        {
            SurvivingWrites.None => 0,
            SurvivingWrites.All => _pending.Count,
            _ => random.Next(_pending.Count + 1),
        };
        for (var at = 0; at < keep; at++)
        {
            var change = _pending[at];
            if (surviving == SurvivingWrites.TornPrefix && at == keep - 1 && change.Bytes.Length > 0)
            {
                change = change with { Bytes = change.Bytes[..random.Next(change.Bytes.Length + 1)] };
            }

            (after._durable, after.DurableLength) = Apply(after._durable, after.DurableLength, change);
        }

        after._current = [.. after._durable];
        after.Length = after.DurableLength;
        return after;
    }

    private static (byte[] Bytes, int Length) Apply(byte[] bytes, int length, Change change)
    {
        var end = (int)(change.NewLength ?? Math.Max(length, change.Offset + change.Bytes.Length));
        if (end > bytes.Length)
        {
            Array.Resize(ref bytes, Math.Max(end, bytes.Length * 2));
        }

        if (end < length)
        {
            bytes.AsSpan(end, length - end).Clear();
        }

        change.Bytes.CopyTo(bytes, (int)change.Offset);
        return (bytes, end);
    }

    private sealed record Change(long Offset, byte[] Bytes, long? NewLength);
}
