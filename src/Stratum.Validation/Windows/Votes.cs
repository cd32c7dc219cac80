namespace Stratum.Validation;

/// <summary>Who speaks about others: one for each device and one for each cell of 100 m, so that a crowd of keys at one place has one voice.</summary>
internal static class Votes
{
    /// <summary>The voting tracks; of several that share a device or a cell the one with the lowest key.</summary>
    public static HashSet<SeriesTrack> Of(List<SeriesTrack> tracks)
    {
        var ordered = tracks.ToArray();
        Array.Sort(ordered, (a, b) =>
        {
            var order = a.Key.Station.NodeId.CompareTo(b.Key.Station.NodeId);
            return order != 0 ? order : string.CompareOrdinal(a.Key.Station.DeviceId, b.Key.Station.DeviceId);
        });
        var votes = new HashSet<SeriesTrack>();
        var devices = new HashSet<string>(StringComparer.Ordinal);
        var cells = new HashSet<(long, long)>();
        foreach (var track in ordered)
        {
            var (device, cell) = (track.Key.Station.DeviceId, Neighbourhood.CellOf(track.Position));
            if (!devices.Contains(device) && !cells.Contains(cell))
            {
                devices.Add(device);
                cells.Add(cell);
                votes.Add(track);
            }
        }

        return votes;
    }
}
