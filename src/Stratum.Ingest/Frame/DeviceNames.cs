namespace Stratum.Ingest;

/// <summary>
/// Which device has a configured device_id, where a pattern fits several. A series belongs to one physical sensor: the first that comes has the
/// name, also after a restart. Another gets it only when the first has fallen silent and was never heard after the other had appeared, as
/// with a radio sensor whose id changes with its battery; a neighbour's sensor beside one's own never does.
/// </summary>
internal sealed class DeviceNames(AdapterMemory memory, TimeProvider time)
{
    // Radio sensors send every minute or so, and the slowest within five; a changed battery is noticed by then.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(15);

    // Others than the holder that are remembered for each name, and names: a band full of neighbours.
    private const int OthersMax = 64;
    private const int NamesMax = 1024;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Holder> _holders = new(StringComparer.Ordinal);

    /// <summary>Whether the device may have the name now; else why not.</summary>
    public bool TryTake(string name, string device, bool isOnlyOne, out string reason)
    {
        reason = "";
        if (isOnlyOne)
        {
            return true;
        }

        lock (_gate)
        {
            if (!_holders.TryGetValue(name, out var holder))
            {
                if (_holders.Count == NamesMax)
                {
                    reason = $"patterns give more than {NamesMax} names";
                    return false;
                }

                _holders[name] = holder = new Holder { Device = memory.FindOrRemember(KeyOf(name), device), HeardAt = time.GetTimestamp() };
            }

            if (holder.Device == device)
            {
                holder.HeardAt = time.GetTimestamp();
                // Who was heard before this is another sensor, however long the holder will be silent.
                holder.Others.UnionWith(holder.Candidates);
                holder.Candidates.Clear();
                return true;
            }

            return TryReplace(name, holder, device, out reason);
        }
    }

    private bool TryReplace(string name, Holder holder, string device, out string reason)
    {
        reason = $"\"{Excerpt.Of(holder.Device)}\" has the device_id \"{Excerpt.Of(name)}\" that the same pattern gives; match one of them only";
        if (holder.Others.Contains(device))
        {
            return false;
        }

        if (holder.Candidates.Count + holder.Others.Count < OthersMax)
        {
            holder.Candidates.Add(device);
        }

        if (time.GetElapsedTime(holder.HeardAt) < Silence || !holder.Candidates.Contains(device))
        {
            return false;
        }

        memory.Remember(KeyOf(name), device);
        holder.Device = device;
        holder.HeardAt = time.GetTimestamp();
        holder.Candidates.Remove(device);
        reason = "";
        return true;
    }

    private static string KeyOf(string name) => "name\n" + name;

    private sealed class Holder
    {
        public required string Device { get; set; }

        public required long HeardAt { get; set; }

        // Heard since the holder was heard last.
        public HashSet<string> Candidates { get; } = new(StringComparer.Ordinal);

        // Heard while the holder was alive.
        public HashSet<string> Others { get; } = new(StringComparer.Ordinal);
    }
}
