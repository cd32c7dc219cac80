using Stratum.Core;

namespace Stratum.Validation;

/// <summary>
/// Cuts the tracks of one quantity into cells of neighbouring stations and solves each with a halo of its nearest others, so that the cost
/// grows with the number of stations and not with its cube.
/// </summary>
internal sealed class NetworkCells
{
    /// <summary>The most stations that one cell judges.</summary>
    public const int CoreMost = 40;

    /// <summary>The most sites in one factorisation, halo included: larger gained nothing on berlin-temperature, 60 lost 0.02 F1.</summary>
    public const int SitesMost = 100;

    private readonly StrangerCap _interpolation = new();
    private readonly CellHalo _halo = new();

    /// <summary>Sets what the neighbours make expect for every track. <paramref name="votes"/> says for each track whether it speaks about others.</summary>
    public void Solve(List<SeriesTrack> tracks, HashSet<SeriesTrack> votes, InterpolationRule rule, double radiusKm)
    {
        var all = tracks.ToArray();
        Cut(all, all, votes, rule, radiusKm);
    }

    private void Cut(Span<SeriesTrack> core, SeriesTrack[] all, HashSet<SeriesTrack> votes, InterpolationRule rule, double radiusKm)
    {
        if (core.IsEmpty)
        {
            return;
        }

        var plane = new LocalPlane(core[0].Position);
        var places = new (double EastKm, double NorthKm)[core.Length];
        for (var i = 0; i < core.Length; i++)
        {
            places[i] = plane.Project(core[i].Position);
        }

        var box = PlaneBox.Around(places);

        // A cell wider than three radii would be a plane through several climates.
        var small = box.WidthKm <= 3 * radiusKm;
        if (small && (core.Length <= CoreMost || all.Length <= SitesMost))
        {
            SolveCell(core, all, votes, rule, radiusKm, plane);
            return;
        }

        if (core.Length == 1)
        {
            SolveCell(core, all, votes, rule, radiusKm, plane);
            return;
        }

        var byEast = box.East - box.West > box.North - box.South;
        core.Sort((a, b) =>
        {
            var (p, q) = (plane.Project(a.Position), plane.Project(b.Position));
            var order = byEast ? p.EastKm.CompareTo(q.EastKm) : p.NorthKm.CompareTo(q.NorthKm);
            return order != 0 ? order : string.CompareOrdinal(a.Key.Station.DeviceId, b.Key.Station.DeviceId);
        });
        var copy = core.ToArray();
        Cut(copy.AsSpan(0, copy.Length / 2), all, votes, rule, radiusKm);
        Cut(copy.AsSpan(copy.Length / 2), all, votes, rule, radiusKm);
    }

    private void SolveCell(Span<SeriesTrack> core, SeriesTrack[] all, HashSet<SeriesTrack> votes, InterpolationRule rule, double radiusKm, LocalPlane plane)
    {
        var halo = _halo.Choose(core, all, votes, plane, radiusKm, SitesMost - core.Length);
        var cell = new SeriesTrack[core.Length + halo.Count];
        core.CopyTo(cell);
        halo.CopyTo(cell, core.Length);
        Judge(cell, core.Length, votes, rule, radiusKm, plane);
    }

    private void Judge(SeriesTrack[] cell, int coreLength, HashSet<SeriesTrack> votes, InterpolationRule rule, double radiusKm, LocalPlane plane)
    {
        var sites = new Site[cell.Length];
        var unknownAltitude = MedianAltitude(cell);
        for (var i = 0; i < cell.Length; i++)
        {
            var (east, north) = plane.Project(cell[i].Position);
            sites[i] = new Site(east, north, cell[i].Altitude ?? unknownAltitude, cell[i].Comparable, votes.Contains(cell[i]));
        }

        var expectations = new Expectation[cell.Length];
        var strangers = new bool[cell.Length];
        for (var i = 0; i < cell.Length; i++)
        {
            strangers[i] = cell[i].IsStranger;
        }

        _interpolation.Solve(sites, strangers, rule, expectations);
        for (var i = 0; i < coreLength; i++)
        {
            var neighbours = Neighbours(sites, i, radiusKm);
            cell[i].Neighbours = neighbours;
            cell[i].HalfAt = _interpolation.Density.HalfAt;
            cell[i].OnlyStrangersSpoke = _interpolation.OnlyStrangersSpoke;
            cell[i].Expected = neighbours.Count >= Neighbourhood.Fewest && double.IsFinite(expectations[i].Value) ? expectations[i] : Expectation.None;
        }
    }

    /// <summary>How many others voted within the radius, and the distance of the farthest.</summary>
    private static (int Count, double WithinKm) Neighbours(Site[] sites, int site, double radiusKm)
    {
        var count = 0;
        var farthest = 0.0;
        for (var j = 0; j < sites.Length; j++)
        {
            var distance = sites[site].SquaredDistanceKmTo(sites[j]);
            if (j != site && sites[j].Votes && distance <= radiusKm * radiusKm)
            {
                count++;
                farthest = Math.Max(farthest, distance);
            }
        }

        return (count, Math.Sqrt(farthest));
    }

    private static double MedianAltitude(SeriesTrack[] cell)
    {
        Span<double> known = stackalloc double[cell.Length];
        var count = 0;
        foreach (var track in cell)
        {
            if (track.Altitude is { } altitude)
            {
                known[count++] = altitude;
            }
        }

        return count == 0 ? 0 : RobustStatistics.Median(known[..count]);
    }
}
