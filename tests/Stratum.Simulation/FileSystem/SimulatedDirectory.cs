namespace Stratum.Simulation;

/// <summary>Names of a directory: those on the disk, those that the process sees, and the changes between them.</summary>
internal sealed class SimulatedDirectory
{
    private readonly List<Action<Dictionary<string, SimulatedInode>>> _pending = [];
    private readonly Dictionary<string, SimulatedInode> _durable = [];

    /// <summary>What the process sees.</summary>
    public Dictionary<string, SimulatedInode> Entries { get; } = [];

    /// <summary>The directory itself survives: its parent was flushed after it was made.</summary>
    public bool IsDurable { get; set; }

    public void Change(Action<Dictionary<string, SimulatedInode>> change)
    {
        change(Entries);
        _pending.Add(change);
    }

    public void Flush()
    {
        foreach (var change in _pending)
        {
            change(_durable);
        }

        _pending.Clear();
    }

    public SimulatedDirectory AfterCrash(SurvivingWrites surviving, Random random)
    {
        var entries = new Dictionary<string, SimulatedInode>(_durable);
        var keep = surviving switch
        {
            SurvivingWrites.None => 0,
            SurvivingWrites.All => _pending.Count,
            _ => random.Next(_pending.Count + 1),
        };
        foreach (var change in _pending.Take(keep))
        {
            change(entries);
        }

        var after = new SimulatedDirectory { IsDurable = true };
        foreach (var (name, inode) in entries.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            var survivor = inode.AfterCrash(surviving, random);
            after.Entries[name] = survivor;
            after._durable[name] = survivor;
        }

        return after;
    }
}
