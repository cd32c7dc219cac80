namespace Stratum.Validation;

/// <summary>Who speaks about others: one for each device and one for each cell of 100 m, so that a crowd of keys at one place has one voice.</summary>
internal static class Votes
{
    /// <summary>The voting tracks; of several that share a device or a cell one whose signer is known, and of those the first.</summary>
    /// <param name="tracks">In order of their keys.</param>
    public static HashSet<SeriesTrack> Of(List<SeriesTrack> tracks)
    {
        var votes = new HashSet<SeriesTrack>();
        var devices = new HashSet<string>(StringComparer.Ordinal);
        var cells = new HashSet<(long, long)>();
        Elect(tracks, strangers: false, votes, devices, cells);
        Elect(tracks, strangers: true, votes, devices, cells);
        return votes;
    }

    private static void Elect(List<SeriesTrack> tracks, bool strangers, HashSet<SeriesTrack> votes, HashSet<string> devices, HashSet<(long, long)> cells)
    {
        foreach (var track in tracks)
        {
            var (device, cell) = (track.Key.Station.DeviceId, Neighbourhood.CellOf(track.Position));
            if (track.IsStranger == strangers && !devices.Contains(device) && !cells.Contains(cell))
            {
                devices.Add(device);
                cells.Add(cell);
                votes.Add(track);
            }
        }
    }
}
