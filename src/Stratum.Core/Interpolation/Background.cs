namespace Stratum.Core;

/// <summary>
/// The large-scale field under a network: a plane in height, east and north, fitted robustly (Huber 1964, hard rejection of gross values) with
/// the height coefficient pulled to the quantity's lapse rate and the slopes to zero, so that a flat or small network stays sensible.
/// </summary>
internal struct Background
{
    /// <summary>Weight of the lapse prior in square metres: as much as 100 sites 10 m apart in height (VALIDATION, section 3 item 2).</summary>
    private const double LapsePriorWeight = 1e4;

    /// <summary>Weight of the flat prior in square kilometres: as much as one site 10 km away.</summary>
    private const double SlopePriorWeight = 100;

    /// <summary>Full weight up to here, then falling with the distance (Huber's k for 96 % efficiency).</summary>
    private const double HuberAt = 1.5;

    /// <summary>No weight at all beyond here.</summary>
    private const double RejectAt = 6;

    /// <summary>The weights settle within three or four rounds.</summary>
    private const int Rounds = 5;

    /// <summary>A field that moves by less than this share of the scale in a round has settled.</summary>
    private const double SettledShare = 0.02;

    /// <summary>Metres of height over which movement is looked at: the spread of a hilly network.</summary>
    private const double SettledHeight = 300;

    /// <summary>Kilometres over which movement is looked at: the size of a dense network.</summary>
    private const double SettledKm = 20;

    private const int Terms = 4;

    private double _level;
    private double _lapse;
    private double _east;
    private double _north;
    private double _meanEast;
    private double _meanNorth;
    private double _meanElevation;

    /// <summary>The field's value at a site.</summary>
    public readonly double At(in Site site) => _level
        + (_lapse * (site.Elevation - _meanElevation)) + (_east * (site.EastKm - _meanEast)) + (_north * (site.NorthKm - _meanNorth));

    /// <summary>Fits the field to the sites of <paramref name="active"/>, of which there is at least one; <paramref name="room"/> holds twice as many
    /// values.</summary>
    public static Background Fit(ReadOnlySpan<Site> sites, ReadOnlySpan<int> active, InterpolationRule rule, double floor, Span<double> room)
    {
        var field = new Background { _lapse = rule.LapsePerMetre };
        foreach (var i in active)
        {
            field._meanEast += sites[i].EastKm / active.Length;
            field._meanNorth += sites[i].NorthKm / active.Length;
            field._meanElevation += sites[i].Elevation / active.Length;
        }

        var residuals = room[..active.Length];
        var sorted = room.Slice(active.Length, active.Length);
        field.Residuals(sites, active, residuals);
        residuals.CopyTo(sorted);
        field._level = RobustStatistics.Median(sorted);
        for (var round = 0; round < Rounds; round++)
        {
            field.Residuals(sites, active, residuals);
            residuals.CopyTo(sorted);
            var median = RobustStatistics.Median(sorted);
            var scale = Math.Max(RobustStatistics.Scale(sorted, median), floor * 0.5);
            var before = field;
            field.Improve(sites, active, residuals, scale, rule.LapsePerMetre);
            if (field.MovedFrom(before) < SettledShare * scale)
            {
                break;
            }
        }

        return field;
    }

    /// <summary>How far the field moved at its centre, and over the reach of its slopes from there.</summary>
    private readonly double MovedFrom(in Background before) => Math.Abs(_level - before._level)
        + (SettledHeight * Math.Abs(_lapse - before._lapse)) + (SettledKm * (Math.Abs(_east - before._east) + Math.Abs(_north - before._north)));

    private readonly void Residuals(ReadOnlySpan<Site> sites, ReadOnlySpan<int> active, Span<double> residuals)
    {
        for (var k = 0; k < active.Length; k++)
        {
            residuals[k] = sites[active[k]].Value - At(sites[active[k]]);
        }
    }

    /// <summary>One round of weighted ridge regression by the normal equations.</summary>
    private void Improve(ReadOnlySpan<Site> sites, ReadOnlySpan<int> active, ReadOnlySpan<double> residuals, double scale, double lapsePrior)
    {
        Span<double> normal = stackalloc double[Terms * Terms];
        Span<double> right = stackalloc double[Terms];
        Span<double> terms = stackalloc double[Terms];
        normal.Clear();
        right.Clear();
        for (var k = 0; k < active.Length; k++)
        {
            ref readonly var site = ref sites[active[k]];
            var distance = Math.Abs(residuals[k]) / scale;
            var weight = distance <= HuberAt ? 1 : distance > RejectAt ? 0 : HuberAt / distance;
            terms[0] = 1;
            terms[1] = site.Elevation - _meanElevation;
            terms[2] = site.EastKm - _meanEast;
            terms[3] = site.NorthKm - _meanNorth;
            for (var row = 0; row < Terms; row++)
            {
                right[row] += weight * terms[row] * site.Value;
                for (var column = 0; column <= row; column++)
                {
                    normal[(row * Terms) + column] += weight * terms[row] * terms[column];
                }
            }
        }

        normal[Terms + 1] += LapsePriorWeight;
        right[1] += LapsePriorWeight * lapsePrior;
        normal[(2 * Terms) + 2] += SlopePriorWeight;
        normal[(3 * Terms) + 3] += SlopePriorWeight;
        if (CholeskyFactor.TryFactor(normal, Terms))
        {
            CholeskyFactor.Solve(normal, Terms, right);
            (_level, _lapse, _east, _north) = (right[0], right[1], right[2], right[3]);
        }
    }
}
